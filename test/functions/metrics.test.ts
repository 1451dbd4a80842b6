/** Metrics as CloudWatch's embedded metric format asks for them: a line of JSON that names what in it is a metric. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { countColdStart, writeMetrics, writeRate } from '../../functions/metrics.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
let lines: string[] = [];

beforeEach(() => {
  lines = [];
  vi.stubEnv('LEDGER_NAME', 'Mail');
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const written = () =>
  lines.map((line) => {
    expect(line.endsWith('\n')).toBe(true);
    return JSON.parse(line);
  });

describe('counts', () => {
  test('are metrics by the ledger’s name; those of zero are left out', () => {
    writeMetrics({ Events: 12, Failures: 0, Suppressed: 3 });
    expect(written()).toEqual([
      {
        Events: 12,
        Suppressed: 3,
        Ledger: 'Mail',
        _aws: {
          Timestamp: NOW,
          CloudWatchMetrics: [
            {
              Namespace: 'BounceLedger',
              Dimensions: [['Ledger']],
              Metrics: [
                { Name: 'Events', Unit: 'Count' },
                { Name: 'Suppressed', Unit: 'Count' },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('of nothing write nothing; notes are written without a metric', () => {
    writeMetrics({ Events: 0 });
    expect(lines).toEqual([]);
    writeMetrics({ Events: 0 }, { errors: ['ThrottlingError'] });
    expect(written()).toMatchObject([{ errors: ['ThrottlingError'], Ledger: 'Mail' }]);
  });
});

test('counts by a source are by the ledger’s name as well', () => {
  writeMetrics({ Rejected: 1 }, { detail: 'no signature' }, { Source: 'news' });
  expect(written()).toMatchObject([
    {
      Rejected: 1,
      Ledger: 'Mail',
      Source: 'news',
      _aws: { CloudWatchMetrics: [{ Dimensions: [['Ledger'], ['Ledger', 'Source']] }] },
    },
  ]);
});

describe('durations', () => {
  test('are metrics in milliseconds, all of them in one line', () => {
    writeMetrics({ Events: 2, RecordLatency: [12, 0] });
    expect(written()).toMatchObject([
      {
        Events: 2,
        RecordLatency: [12, 0],
        _aws: {
          CloudWatchMetrics: [
            {
              Metrics: [
                { Name: 'Events', Unit: 'Count' },
                { Name: 'RecordLatency', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('beyond the hundred that the format takes are sampled evenly', () => {
    writeMetrics({ RecordLatency: Array.from({ length: 1_000 }, (_, index) => index) });
    const [{ RecordLatency }] = written();
    expect(RecordLatency).toEqual(Array.from({ length: 100 }, (_, index) => index * 10));
  });

  test('of nothing are left out', () => {
    writeMetrics({ RecordLatency: [] });
    expect(lines).toEqual([]);
  });
});

test('a cold start names its function for the log’s reader, and is one metric for all', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'mail-webhook');
  countColdStart();
  expect(written()).toMatchObject([{ ColdStarts: 1, function: 'mail-webhook', Ledger: 'Mail' }]);
});

test('a rate has the dimensions that the alarms ask for', () => {
  writeRate({ rate: 'BounceRate', subject: 'Receiver', name: 'yahoo', percent: 7.5 });
  expect(written()).toMatchObject([
    {
      BounceRate: 7.5,
      Ledger: 'Mail',
      Receiver: 'yahoo',
      _aws: {
        CloudWatchMetrics: [
          { Dimensions: [['Ledger', 'Receiver']], Metrics: [{ Name: 'BounceRate', Unit: 'Percent' }] },
        ],
      },
    },
  ]);
});
