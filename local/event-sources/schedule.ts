/** EventBridge's schedules on this machine: the template's rules that fire by time, at functions and queues. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { accountId, region } from '../account.ts';
import { type RuleTarget, rulesOf } from '../aws/rules.ts';
import type { JsonStore } from '../data-folder.ts';
import { parseJson } from '../json.ts';
import type { Outcome } from '../lambda/invocation.ts';
import type { Template } from '../template.ts';
import type { Poller } from './poller.ts';

/** A rule of the template that fires by time. */
export interface Schedule {
  readonly name: string;
  /** As the template has it: `rate(1 day)`. */
  readonly expression: string;
  readonly everyMs: number;
  /** A disabled one fires when it is asked to. */
  readonly isEnabled: boolean;
  /** Functions and queues. */
  readonly targets: readonly RuleTarget[];
}

/** @throws Error for a schedule or a target that this host cannot serve. */
export function schedulesOf(template: Template): readonly Schedule[] {
  return rulesOf(template).flatMap(({ id, name, expression, isEnabled, targets }) => {
    if (expression === undefined) return [];
    const unserved = targets.find(
      ({ arn, isTransformed }) => isTransformed || !/^arn:aws:(lambda|sqs):/.test(arn),
    );
    if (unserved !== undefined)
      throw new Error(`The schedule ${id} has a target that this host cannot serve: ${unserved.arn}.`);
    return [{ name, expression, everyMs: intervalOf(id, expression), isEnabled, targets }];
  });
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const rateSchema = v.picklist(['minute', 'hour', 'day']);

/** Milliseconds of a `rate(...)`; the construct uses no `cron(...)`. */
function intervalOf(id: string, expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit === undefined || Number(count) === 0)
    throw new Error(`The schedule ${id} is ${expression}; this host knows rate(N minutes|hours|days) only.`);
  return Number(count) * UNIT_MS[v.parse(rateSchema, unit)];
}

/** What became of one target of a schedule that fired. */
export interface Fired {
  readonly target: string;
  readonly ok: boolean;
  /** What a function returned. */
  readonly payload?: unknown;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

export interface ScheduleDeps {
  /** Invokes the function of that ARN. */
  readonly invoke: (functionArn: string, event: string) => Promise<Outcome>;
  readonly send: (queueArn: string, message: string) => Promise<void>;
  /** When each schedule fired last: those that are due fire after a restart, too. */
  readonly store: JsonStore;
}

const firedAtSchema = v.record(v.string(), v.number());
const CHECKED_EVERY_MS = 1_000;

/** Fires the schedules that are due, and any of them on demand. */
export class Scheduler implements Poller {
  readonly #schedules: readonly Schedule[];
  readonly #deps: ScheduleDeps;
  readonly #firedAt: Map<string, number>;
  readonly #timer: NodeJS.Timeout;

  constructor(schedules: readonly Schedule[], deps: ScheduleDeps) {
    this.#schedules = schedules;
    this.#deps = deps;
    const now = Date.now();
    const stored = v.parse(firedAtSchema, deps.store.read() ?? {});
    // As on AWS, the first time is one interval after the rule was made.
    this.#firedAt = new Map(schedules.map(({ name }) => [name, stored[name] ?? now]));
    this.#save();
    this.#timer = setInterval(() => void this.#fireDue(), CHECKED_EVERY_MS).unref();
  }

  /** Each schedule with its time: `GET /_local/schedules`. */
  list(): readonly object[] {
    return this.#schedules.map(({ name, expression, everyMs, isEnabled, targets }) => ({
      name,
      expression,
      enabled: isEnabled,
      next: isEnabled ? new Date((this.#firedAt.get(name) ?? 0) + everyMs).toISOString() : null,
      targets: targets.map(({ arn }) => arn),
    }));
  }

  /** Fires one at once; null when there is none of that name. Functions are waited for. */
  async fire(name: string): Promise<readonly Fired[] | null> {
    const schedule = this.#schedules.find((one) => one.name === name);
    if (schedule === undefined) return null;
    this.#firedAt.set(name, Date.now());
    this.#save();
    const event = JSON.stringify(scheduledEvent(name));
    return Promise.all(schedule.targets.map(({ arn, input }) => this.#deliver(arn, input ?? event)));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #fireDue(): Promise<void> {
    const now = Date.now();
    const due = this.#schedules.filter(
      ({ name, everyMs, isEnabled }) => isEnabled && (this.#firedAt.get(name) ?? now) + everyMs <= now,
    );
    await Promise.all(due.map(({ name }) => this.fire(name)));
  }

  async #deliver(arn: string, event: string): Promise<Fired> {
    try {
      if (arn.startsWith('arn:aws:sqs:')) {
        await this.#deps.send(arn, event);
        return { target: arn, ok: true };
      }
      const outcome = await this.#deps.invoke(arn, event);
      if (outcome.ok) return { target: arn, ok: true, payload: parseJson(outcome.payload) };
      return { target: arn, ...outcome };
    } catch (error) {
      return { target: arn, ok: false, errorMessage: error instanceof Error ? error.message : String(error) };
    }
  }

  #save(): void {
    this.#deps.store.write(Object.fromEntries(this.#firedAt));
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function scheduledEvent(name: string): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/${name}`],
    detail: {},
  };
}
