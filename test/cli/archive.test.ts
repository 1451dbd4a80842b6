import { expect, test } from 'vitest';
import { rangeOf } from '../../cli/archive.ts';
import { CommandError } from '../../cli/command.ts';

const NOON = Date.UTC(2026, 4, 1, 12);

test.each([
  ['36h', NOON - 36 * 3_600_000],
  ['7d', NOON - 7 * 86_400_000],
  ['2026-05-01', Date.UTC(2026, 4, 1)],
  ['2026-05-01T12:00:00Z', NOON],
  ['2026-05-01T14:00:00+02:00', NOON],
])('from %s on', (since, time) => {
  expect(rangeOf({ since }, NOON)).toEqual({ since: time, source: undefined });
});

test('a moment without a zone is UTC, wherever it is asked', () => {
  const zone = process.env.TZ;
  process.env.TZ = 'America/New_York';
  try {
    expect(rangeOf({ since: '2026-05-01T12:00' }, NOON).since).toBe(NOON);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

// JavaScript takes the first two for years of the last centuries, and so for all of the archive.
test.each(['5', '2026', 'May 1', 'yesterday', '2026-13-01', '36m', '', undefined])('not from %s', (since) => {
  expect(() => rangeOf({ since }, NOON)).toThrow(CommandError);
});
