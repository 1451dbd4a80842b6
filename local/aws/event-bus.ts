/** EventBridge on this machine: takes events, remembers the last, and hands them to the queues whose rules match. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { accountId, region } from '../account.ts';
import { EmulatorError } from '../aws-call.ts';
import { type Json, parseJson } from '../json.ts';
import type { Template } from '../template.ts';
import { matchesPattern } from './event-pattern.ts';
import { busName, rulesOf } from './rules.ts';

const REMEMBERED = 1_000;

const entrySchema = v.object({
  Source: v.string(),
  DetailType: v.string(),
  Detail: v.string(),
  EventBusName: v.optional(v.string(), 'default'),
  Resources: v.optional(v.array(v.string()), []),
  Time: v.optional(v.number()),
});
const putSchema = v.object({ Entries: v.array(entrySchema) });

/** A rule of the template, reduced to the queues it delivers to. */
export interface BusRule {
  readonly bus: string;
  readonly pattern: Json;
  readonly queueArns: readonly string[];
}

export function busRulesOf(template: Template): readonly BusRule[] {
  return rulesOf(template).flatMap(({ bus, pattern, isEnabled, targets }) => {
    if (pattern === undefined || !isEnabled) return [];
    const queueArns = targets.map(({ arn }) => arn).filter((arn) => arn.startsWith('arn:aws:sqs:'));
    return [{ bus, pattern, queueArns }];
  });
}

export class EventBuses {
  readonly #rules: readonly BusRule[];
  readonly #deliver: (queueArn: string, message: string) => Promise<void>;
  readonly #last: Json[] = [];

  constructor(rules: readonly BusRule[], deliver: (queueArn: string, message: string) => Promise<void>) {
    this.#rules = rules;
    this.#deliver = deliver;
  }

  /** The last events put, oldest first, with the bus each was put on. */
  get last(): readonly Json[] {
    return this.#last;
  }

  /** Answers an action of the AWS JSON protocol; resolves when every matching queue has the event. @throws EmulatorError */
  async answer(action: string, input: unknown): Promise<object> {
    if (action !== 'PutEvents') {
      throw new EmulatorError('UnknownOperationException', `This host's EventBridge has no ${action}.`);
    }
    const entries = v.parse(putSchema, input).Entries;
    const taken: object[] = [];
    for (const entry of entries) taken.push({ EventId: await this.#put(entry) });
    return { FailedEntryCount: 0, Entries: taken };
  }

  async #put(entry: v.InferOutput<typeof entrySchema>): Promise<string> {
    const bus = busName(entry.EventBusName);
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: accountId,
      time: new Date(entry.Time === undefined ? Date.now() : entry.Time * 1000).toISOString(),
      region,
      resources: entry.Resources,
      detail: parseJson(entry.Detail),
    };
    const queues = this.#rules
      .filter((rule) => rule.bus === bus && matchesPattern(rule.pattern, event))
      .flatMap((rule) => rule.queueArns);
    await Promise.all(queues.map((arn) => this.#deliver(arn, JSON.stringify(event))));
    this.#last.push({ bus, ...event });
    if (this.#last.length > REMEMBERED) this.#last.shift();
    return event.id;
  }
}
