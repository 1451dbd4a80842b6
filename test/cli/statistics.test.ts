import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bar } from '../../cli/statistics/bar.ts';
import { printStatistics } from '../../cli/statistics/report.ts';
import { csvOf } from '../../cli/statistics/table.ts';
import { parseTime } from '../../cli/time.ts';
import type { StatisticsDocument } from '../../shared/api/routes/statistics.ts';

const day = {
  source: 'sendgrid',
  provider: 'sendgrid',
  permanent: null,
  receiver: 'gmail',
  list: '*',
} as const;

const statistics: StatisticsDocument = {
  from: '2026-05-01T00:00:00Z',
  to: '2026-05-03T00:00:00Z',
  by: 'day',
  asOf: '2026-05-02T11:00:00Z',
  exact: true,
  rows: [
    {
      ...day,
      at: '2026-05-02T00:00:00Z',
      kind: 'bounce',
      permanent: true,
      code: 2001,
      group: 'permanent',
      count: 20,
    },
    {
      ...day,
      at: '2026-05-01T00:00:00Z',
      kind: 'bounce',
      permanent: true,
      code: 2001,
      group: 'permanent',
      count: 5,
    },
    {
      ...day,
      at: '2026-05-01T00:00:00Z',
      kind: 'delivered',
      code: null,
      group: null,
      receiver: 'other',
      list: '=1+1',
      count: 75,
    },
  ],
  changes: [
    { at: '2026-05-01T00:00:00Z', reason: 'address-unknown', list: '*', suppressed: 5, released: 1 },
    { at: '2026-05-02T00:00:00Z', reason: 'address-unknown', list: 'news', suppressed: 20, released: 0 },
  ],
  rates: [
    {
      source: null,
      receiver: null,
      delivered: 75,
      bounces: 25,
      complaints: 0,
      bounceRate: 0.25,
      complaintRate: 0,
    },
  ],
  thresholds: { bounceRate: [0.05, 0.1], complaintRate: [0.001], minMessages: 1_000 },
  unknownReplies: [{ text: '550 \u001b[2Jno', count: 3 }],
};

let printed = '';
beforeEach(() => {
  printed = '';
  vi.stubEnv('NO_COLOR', '1');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('statistics are bars in order of time, rates, changes and unknown replies', () => {
  printStatistics(statistics, new Map([[2001, 'unknown user']]));
  expect(printed.split('\n').map((line) => line.trimEnd())).toEqual([
    '2026-05-01 00:00 to 2026-05-03 00:00 UTC, by day; last counted 2026-05-02 11:00',
    '',
    'Bounces',
    `  2026-05-01 00:00   5  ${'█'.repeat(7)}▌`,
    `  2026-05-02 00:00  20  ${'█'.repeat(30)}`,
    '',
    'Events by kind',
    `  delivered  75  ${'█'.repeat(30)}`,
    `  bounce     25  ${'█'.repeat(10)}`,
    '',
    'Failures by code',
    `  2001 unknown user  25  ${'█'.repeat(30)}`,
    '',
    'Failures by group',
    `  permanent  25  ${'█'.repeat(30)}`,
    '',
    'Failures by receiver',
    `  gmail  25  ${'█'.repeat(30)}`,
    '',
    'Rates',
    'source  receiver  delivered  bounces  rate     complaints  rate',
    'all     all       75         25       25.00 %  0           0.00 %',
    '',
    'Suppressed and released',
    'reason           suppressed  released',
    'address-unknown  25          1',
    '',
    'Replies that no rule knows',
    '  3  550  [2Jno',
    '',
  ]);
});

test('a span without events says so', () => {
  printStatistics({ ...statistics, asOf: null, rows: [], changes: [] }, new Map());
  expect(printed).toContain('No events.');
});

test('CSV has a row a cell, and no cell that a spreadsheet would run', () => {
  expect(csvOf(statistics)).toBe(
    [
      'at,source,provider,kind,permanent,code,group,receiver,list,count',
      '2026-05-02T00:00:00Z,sendgrid,sendgrid,bounce,true,2001,permanent,gmail,*,20',
      '2026-05-01T00:00:00Z,sendgrid,sendgrid,bounce,true,2001,permanent,gmail,*,5',
      "2026-05-01T00:00:00Z,sendgrid,sendgrid,delivered,,,,other,'=1+1,75",
      '',
    ].join('\n'),
  );
});

test.each([
  [0, 10, ''],
  [1, 1_000, '▏'],
  [5, 10, '██'],
  [10, 10, '████'],
  [11, 16, '██▊'],
])('a bar of %i of %i', (value, max, expected) => {
  expect(bar(value, max, 4)).toBe(expected);
});

test.each([
  ['2026-05-01', Date.UTC(2026, 4, 1)],
  ['2026-05-01T12:00', Date.UTC(2026, 4, 1, 12)],
  ['2026-05-01T12:00:00+02:00', Date.UTC(2026, 4, 1, 10)],
  ['36h', Date.UTC(2026, 3, 30)],
  ['7d', Date.UTC(2026, 3, 24, 12)],
  ['yesterday', Number.NaN],
])('%s is a time', (text, expected) => {
  expect(parseTime(text, Date.UTC(2026, 4, 1, 12))).toBe(expected);
});
