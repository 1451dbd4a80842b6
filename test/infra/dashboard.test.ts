import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type Synthesis, synthesise } from './synthesis.ts';

/** CloudWatch's own limit for what its free tier includes. */
const MAX_FREE_METRICS = 50;

const widgetShape = v.object({
  type: v.string(),
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  properties: v.looseObject({
    title: v.optional(v.string(), ''),
    metrics: v.optional(v.array(v.array(v.unknown())), []),
    query: v.optional(v.string(), ''),
    markdown: v.optional(v.string(), ''),
  }),
});
type Widget = v.InferOutput<typeof widgetShape>;

/** The body with each reference replaced by the logical id that it names. */
function bodyOf({ one }: Synthesis): readonly Widget[] {
  const join = v.parse(
    v.object({ 'Fn::Join': v.tuple([v.string(), v.array(v.unknown())]) }),
    one('AWS::CloudWatch::Dashboard').Properties.DashboardBody,
  );
  const [separator, parts] = join['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : idIn(part))).join(separator);
  return v.parse(v.object({ widgets: v.array(widgetShape) }), JSON.parse(text)).widgets;
}

function idIn(reference: unknown): string {
  const [value] = Object.values(v.parse(v.record(v.string(), v.unknown()), reference));
  return String(Array.isArray(value) ? value[0] : value);
}

const stack = synthesise();
const widgets = bodyOf(stack);

const widget = (title: string): Widget => {
  const [found, ...more] = widgets.filter(({ properties }) => properties.title === title);
  if (found === undefined || more.length > 0) throw new Error(`${more.length} more of "${title}".`);
  return found;
};
const metricsOf = (title: string) =>
  widget(title).properties.metrics.map((metric) => {
    const options = metric.at(-1);
    const parts = metric.filter((part): part is string => typeof part === 'string');
    return { parts, options: typeof options === 'object' && options !== null ? options : {} };
  });

describe('the dashboard shows', () => {
  test.each([
    ['Webhooks', ['Accepted', 'Rejected', 'Invalid', 'Throttled']],
    ['Events processed', ['Events', 'Failures', 'UnknownCodes']],
    ['Suppressions', ['Suppressed', 'Released', 'StormsOpened', 'SourceIncidentsOpened']],
    ['Cold starts', ['ColdStarts']],
  ])('%s: what the functions of this ledger write', (title, names) => {
    expect(metricsOf(title).map(({ parts }) => parts)).toEqual(
      names.map((name) => ['BounceLedger', name, 'Ledger', 'BounceLedger']),
    );
  });

  test('the age of the queue and the dead letters', () => {
    const parts = metricsOf('Queue').map((metric) => metric.parts.join(' '));
    expect(parts[0]).toMatch(/^AWS\/SQS ApproximateAgeOfOldestMessage QueueName LedgerIntakeQueue/);
    expect(parts[1]).toMatch(
      /^AWS\/SQS ApproximateNumberOfMessagesVisible QueueName LedgerIntakeDeadLetters/,
    );
  });

  test('the median and the 99th percentile from webhook to record', () => {
    const latency = metricsOf('From webhook to record, ms');
    expect(latency.map(({ parts }) => parts[1])).toEqual(['RecordLatency', 'RecordLatency']);
    expect(latency.map(({ options }) => options)).toMatchObject([{ stat: 'p50' }, { stat: 'p99' }]);
  });

  test('errors of each function, and of the API', () => {
    const parts = metricsOf('Errors').map((metric) => metric.parts.join(' '));
    for (const name of ['Webhook', 'Processor', 'Query', 'Manage', 'Statistics', 'Publisher']) {
      expect(
        parts.filter((part) => part.startsWith(`AWS/Lambda Errors FunctionName Ledger${name}`)),
      ).toHaveLength(1);
    }
    expect(parts.some((part) => part.startsWith('AWS/ApiGateway 5xx'))).toBe(true);
  });

  test.each(['Events by group of code', 'Events by source'])(
    '%s, from the log of the statistics',
    (title) => {
      const { query } = widget(title).properties;
      expect(query).toMatch(/^SOURCE 'LedgerStatisticsLog\w+' \| filter /);
      expect(query).toContain('stats sum(');
    },
  );

  test('what costs: capacity, running time, requests, logs', () => {
    const names = ['Capacity units of the table', 'Running time, ms', 'Requests and logs'].flatMap((title) =>
      metricsOf(title).map(({ parts }) => parts[1]),
    );
    expect(new Set(names)).toEqual(
      new Set([
        'ConsumedWriteCapacityUnits',
        'ConsumedReadCapacityUnits',
        'Duration',
        'Count',
        undefined,
        'NumberOfMessagesSent',
        'NumberOfMessagesReceived',
        'NumberOfMessagesDeleted',
        'IncomingBytes',
      ]),
    );
  });

  test('no more metrics than the free tier includes', () => {
    const count = widgets.reduce((sum, { properties }) => sum + properties.metrics.length, 0);
    expect(count).toBeLessThanOrEqual(MAX_FREE_METRICS);
  });

  test('nothing over something else', () => {
    for (const [index, a] of widgets.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(24);
      for (const b of widgets.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });
});

test('the dashboard can be left out', () => {
  expect(synthesise({ dashboard: false }).all('AWS::CloudWatch::Dashboard')).toEqual([]);
});

test('two ledgers with prefixes of their own have dashboards of their own, in each Region', () => {
  const { Properties } = synthesise({ namePrefix: 'mail' }).one('AWS::CloudWatch::Dashboard');
  expect(Properties.DashboardName).toEqual({ 'Fn::Join': ['', ['mail-', { Ref: 'AWS::Region' }]] });
});

test('its headings link to the operator’s own runbook, as the alarms do', () => {
  const runbookUrl = 'https://wiki.example.com/ledger';
  const links = bodyOf(synthesise({ alarms: { runbookUrl } }))
    .map(({ properties }) => properties.markdown)
    .filter((markdown) => markdown.includes('[Runbook]'));
  expect(links).toHaveLength(3);
  for (const link of links) expect(link).toContain(`(${runbookUrl}#`);
});
