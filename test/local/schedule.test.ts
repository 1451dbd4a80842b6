import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inMemoryDataFolder } from '../../local/data-folder.ts';
import { Scheduler, schedulesOf } from '../../local/event-sources/schedule.ts';
import type { Json } from '../../local/json.ts';
import { readTemplate } from '../../local/template.ts';

const endpoints = { sqs: 'http://127.0.0.1:4566', api: 'http://127.0.0.1:3000', tableSuffix: '' };
const fixture = readFileSync(new URL('./fixtures/stack/Fixture.template.json', import.meta.url), 'utf8');
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Queue';
const webhookArn = 'arn:aws:lambda:us-east-1:000000000000:function:Webhook';
const HOUR_MS = 3_600_000;

function schedulesWith(properties: Json) {
  const resources = {
    Queue: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic' },
    Rule: { Type: 'AWS::Events::Rule', Properties: properties },
  };
  return schedulesOf(readTemplate(JSON.stringify({ Resources: resources }), endpoints));
}

test('the template’s schedules are its rules with an expression; the others take events', () => {
  expect(schedulesOf(readTemplate(fixture, endpoints))).toMatchObject([
    { name: 'HourlySchedule', expression: 'rate(1 hour)', everyMs: HOUR_MS, isEnabled: true },
    { name: 'failing', expression: 'rate(1 minute)', isEnabled: false, targets: [{ arn: webhookArn }] },
  ]);
});

test.each<[string, number]>([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(12 hours)', 12 * HOUR_MS],
  ['rate(1 day)', 24 * HOUR_MS],
])('%s', (expression, everyMs) => {
  expect(schedulesWith({ ScheduleExpression: expression })).toMatchObject([{ everyMs }]);
});

test.each<[string, Json]>([
  ['another expression', { ScheduleExpression: 'cron(0 3 * * ? *)' }],
  ['a rate of zero', { ScheduleExpression: 'rate(0 days)' }],
  [
    'a target that is neither a function nor a queue',
    { ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: { Ref: 'Topic' } }] },
  ],
  [
    'an input that is made from the event',
    {
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Arn: queueArn, InputTransformer: { InputTemplate: '"x"' } }],
    },
  ],
])('%s is refused by name rather than left out', (_what, properties) => {
  expect(() => schedulesWith(properties)).toThrow(/The schedule Rule /);
});

describe('a schedule', () => {
  const fired: Array<readonly [string, unknown]> = [];
  const store = inMemoryDataFolder.jsonStore('schedules');
  const start = (jsonStore = store) =>
    new Scheduler(schedulesOf(readTemplate(fixture, endpoints)), {
      async invoke(arn, event) {
        fired.push([arn, JSON.parse(event)]);
        return { ok: true, payload: '"done"' };
      },
      async send(arn, message) {
        fired.push([arn, message]);
      },
      store: jsonStore,
    });

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T00:00:00.500Z') });
    fired.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('fires one interval after it was made, and then by it; a disabled one never by itself', async () => {
    const scheduler = start(inMemoryDataFolder.jsonStore('a'));
    await vi.advanceTimersByTimeAsync(HOUR_MS - 2_000);
    expect(fired).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fired).toEqual([
      [webhookArn, { pathParameters: { task: 'none' }, from: 'schedule' }],
      [queueArn, '"from-schedule"'],
    ]);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(fired).toHaveLength(6);
    scheduler.stop();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(fired).toHaveLength(6);
  });

  test('that fell due while the host was down fires once when it is back', async () => {
    const first = start();
    first.stop();
    vi.setSystemTime(Date.now() + 30 * HOUR_MS);
    const second = start();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fired).toHaveLength(2);
    second.stop();
  });

  test('gives a target without an input the event that EventBridge sends', async () => {
    const scheduler = start(inMemoryDataFolder.jsonStore('b'));
    const outcome = await scheduler.fire('failing');
    expect(outcome).toEqual([{ target: webhookArn, ok: true, payload: 'done' }]);
    expect(fired).toMatchObject([
      [
        webhookArn,
        {
          version: '0',
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '000000000000',
          time: '2026-03-01T00:00:00Z',
          region: 'us-east-1',
          resources: ['arn:aws:events:us-east-1:000000000000:rule/failing'],
          detail: {},
        },
      ],
    ]);
    scheduler.stop();
  });

  test('says when it fires next', () => {
    const scheduler = start(inMemoryDataFolder.jsonStore('c'));
    const shape = v.array(v.looseObject({ name: v.string(), next: v.nullable(v.string()) }));
    expect(v.parse(shape, scheduler.list()).map(({ name, next }) => [name, next])).toEqual([
      ['HourlySchedule', '2026-03-01T01:00:00.500Z'],
      ['failing', null],
    ]);
    scheduler.stop();
  });
});
