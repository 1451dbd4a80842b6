/** The version of a release, which stands in package.json, package-lock.json, CHANGELOG.md and the tag. */

export interface Stated {
  readonly manifest: string;
  readonly lockfile: string;
  readonly changelog: string;
  /** The tag to publish: `v1.2.3`. */
  readonly tag: string | undefined;
  /** Tags of the commit. */
  readonly tagsOfCommit: readonly string[];
}

const RELEASE = /^## \[(\d+\.\d+\.\d+(?:-[\w.]+)?)\] - (\d{4}-\d{2}-\d{2})$/m;
const SECTION = /^### (.*)$/gm;
/** The sections of Keep a Changelog. */
const SECTIONS = new Set(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']);

/** What contradicts the release of this version, each with its remedy. */
export function versionIssues({
  manifest,
  lockfile,
  changelog,
  tag,
  tagsOfCommit,
}: Stated): readonly string[] {
  const issues: string[] = [];
  if (lockfile !== manifest)
    issues.push(
      `package-lock.json has version ${lockfile}, package.json ${manifest}. Run: npm install --package-lock-only`,
    );
  const [, released, date = ''] = RELEASE.exec(changelog) ?? [];
  if (released !== manifest)
    issues.push(
      `The newest release of CHANGELOG.md is ${released ?? 'none'}. Move what is unreleased under "## [${manifest}] - ${today()}".`,
    );
  else if (date > today()) issues.push(`CHANGELOG.md dates the release ${date}, which is to come.`);
  if (tag !== undefined && tag !== `v${manifest}`)
    issues.push(`The tag ${tag} is not of this version. Tag v${manifest}, or set the version: npm version`);
  if (tag !== undefined && !tagsOfCommit.includes(tag))
    issues.push(`The tag ${tag} is not on this commit. Check it out, or: git tag ${tag}`);
  for (const [, section = ''] of changelog.matchAll(SECTION)) {
    if (!SECTIONS.has(section))
      issues.push(`CHANGELOG.md has a section "${section}". Use ${[...SECTIONS].join(', ')}.`);
  }
  return issues;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
