import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openResumeFolder } from '../../cli/resume-folder.ts';
import { Spool } from '../../cli/spool.ts';

const pairs = fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.integer()), { maxLength: 60 });

function grouped<Value>(values: ReadonlyArray<readonly [string, Value]>): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of values) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

test('a spool gives every value under its key once, whatever went to the disk in between', () => {
  fc.assert(
    fc.property(pairs, pairs, (before, after) => {
      const spool = new Spool<number>();
      try {
        for (const [key, value] of before) spool.add(key, value);
        if (before.length % 2 === 0) spool.flush();
        for (const [key, value] of after) spool.add(key, value);
        const found = [...spool.buckets()].flatMap((bucket) => [...bucket]);
        expect(found.length).toBe(new Set(found.map(([key]) => key)).size);
        expect(new Map(found)).toEqual(grouped([...before, ...after]));
      } finally {
        spool.remove();
      }
    }),
    { numRuns: 30 },
  );
});

test('an interrupted reading goes on with what it kept, from the object that it noted', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'bounce-ledger-')), 'kept');
  try {
    const first = openResumeFolder(folder, { since: 1_000, source: 'sendgrid' }, 'events');
    const events = new Spool<number>(folder);
    events.add('ann@example.com', 1);
    first.onRead('raw/2026/05/01/sendgrid/a.jsonl.gz', () => events.flush());
    // Written after the place was noted: their object is read again.
    events.add('bob@example.com', 2);
    events.add('ann@example.com', 3);
    events.flush();

    const resumed = openResumeFolder(folder, { since: 5_000, source: 'sendgrid' }, 'events');
    expect(resumed.range).toEqual({
      since: 1_000,
      source: 'sendgrid',
      after: 'raw/2026/05/01/sendgrid/a.jsonl.gz',
    });
    const kept = new Spool<number>(folder, resumed.sizes);
    expect([...kept.buckets()].flatMap((bucket) => [...bucket])).toEqual([['ann@example.com', [1]]]);
    const range = { since: 5_000, source: 'sendgrid' };
    expect(() => openResumeFolder(folder, range, 'failures')).toThrow('belongs to another command');
    kept.remove();
    expect(existsSync(folder)).toBe(false);
  } finally {
    rmSync(join(folder, '..'), { recursive: true });
  }
});
