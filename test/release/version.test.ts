import { expect, test } from 'vitest';
import { type Stated, versionIssues } from './version.ts';

const ready: Stated = {
  manifest: '1.2.3',
  lockfile: '1.2.3',
  changelog:
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-31\n\n### Fixed\n\n- A fault.\n\n## [1.2.2] - 2026-01-02\n',
  tag: 'v1.2.3',
  tagsOfCommit: ['v1.2.3'],
};

test('a release whose version stands everywhere alike has no issue', () => {
  expect(versionIssues(ready)).toEqual([]);
  expect(versionIssues({ ...ready, tag: undefined, tagsOfCommit: [] })).toEqual([]);
});

test.each<[string, Partial<Stated>, RegExp]>([
  ['another version in the lockfile', { lockfile: '1.2.2' }, /package-lock\.json has version 1\.2\.2/],
  ['a changelog without the release', { changelog: '## [Unreleased]\n' }, /CHANGELOG\.md is none/],
  ['a changelog that ends with an older one', { changelog: '## [1.2.2] - 2026-01-02\n' }, /is 1\.2\.2/],
  ['a release of the future', { changelog: '## [1.2.3] - 9999-01-01\n' }, /which is to come/],
  ['a tag of another version', { tag: 'v1.2.4', tagsOfCommit: ['v1.2.4'] }, /not of this version/],
  ['a tag of another commit', { tagsOfCommit: [] }, /not on this commit/],
  ['a section that Keep a Changelog does not have', { changelog: `${ready.changelog}### Misc\n` }, /"Misc"/],
])('%s is found', (_, stated, issue) => {
  const issues = versionIssues({ ...ready, ...stated });
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatch(issue);
});
