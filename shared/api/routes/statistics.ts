import * as v from 'valibot';
import type { LedgerSettings } from '../../config/settings.ts';
import { storedKinds } from '../../events/event.ts';
import { asFailureCode, failureGroups, groupOf } from '../../failure-codes/scheme.ts';
import { suppressionReasons } from '../../ledger/policy/suppression-reason.ts';
import { DAY, rfc3339 } from '../../ledger/time.ts';
import type { ProviderName } from '../../providers/registry.ts';
import { secondsOf, startOf } from '../../statistics/periods.ts';
import { MAX_PERIODS, readStatistics, type Statistics } from '../../statistics/statistics.ts';
import { count, failureCode, timestamp } from '../documents.ts';
import { json } from '../http.ts';
import { ApiError } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { time } from '../schema.ts';

export const statisticsSchema = v.object({
  from: v.pipe(timestamp, v.description('The start of the first period.')),
  to: v.pipe(timestamp, v.description('The end of the last period.')),
  by: v.picklist(['hour', 'day']),
  asOf: v.pipe(
    v.nullable(timestamp),
    v.description('When an event of the span was last counted; null where none was.'),
  ),
  exact: v.pipe(
    v.boolean(),
    v.description('False where a period had so many lists or replies that some are folded into "(others)".'),
  ),
  rows: v.pipe(
    v.array(
      v.object({
        at: v.pipe(timestamp, v.description("The period's start.")),
        source: v.string(),
        provider: v.pipe(v.string(), v.description('Empty where the source is no longer configured.')),
        kind: v.picklist(storedKinds.names),
        permanent: v.nullable(v.boolean()),
        code: v.pipe(v.nullable(failureCode), v.description('Null for kinds that are no failures.')),
        group: v.pipe(v.nullable(v.picklist(failureGroups)), v.description("The code's group.")),
        receiver: v.pipe(
          v.string(),
          v.description('A family of mailbox domains: `gmail`, `microsoft`, ...; `other`.'),
        ),
        list: v.string(),
        count: v.pipe(v.number(), v.integer()),
      }),
    ),
    v.description('Events, each once.'),
  ),
  changes: v.pipe(
    v.array(
      v.object({
        at: timestamp,
        reason: v.picklist(suppressionReasons),
        list: v.string(),
        suppressed: count,
        released: count,
      }),
    ),
    v.description('Addresses that were suppressed for a list, or released.'),
  ),
  rates: v.pipe(
    v.array(
      v.object({
        source: v.nullable(v.string()),
        receiver: v.nullable(v.string()),
        delivered: count,
        bounces: v.pipe(count, v.description('Permanent bounces.')),
        complaints: count,
        bounceRate: v.pipe(
          v.nullable(v.number()),
          v.description(
            'Permanent bounces over deliveries and bounces of any kind; null where nothing was delivered.',
          ),
        ),
        complaintRate: v.pipe(
          v.nullable(v.number()),
          v.description('Complaints over deliveries; null where nothing was delivered.'),
        ),
      }),
    ),
    v.description('Of all, of each source (`receiver` is null), of each receiver (`source` is null).'),
  ),
  thresholds: v.pipe(
    v.nullable(
      v.object({ bounceRate: v.array(v.number()), complaintRate: v.array(v.number()), minMessages: count }),
    ),
    v.description('Rates above which there is an alarm, lowest first; null where none is watched.'),
  ),
  unknownReplies: v.pipe(
    v.array(v.object({ text: v.string(), count })),
    v.description(
      'Replies whose wording no rule knows (9999, or decided by the reply code alone), without what differs from message to message.',
    ),
  ),
});
export type StatisticsDocument = v.InferOutput<typeof statisticsSchema>;

/** Counts of events by hour or day. */
export const getStatistics = defineRoute(
  {
    method: 'GET',
    path: '/v1/statistics',
    access: 'list',
    id: 'getStatistics',
    summary: 'Counts of events and of changed verdicts by hour or day, and bounce and complaint rates.',
    description: `At most ${MAX_PERIODS.hour} hours or ${MAX_PERIODS.day} days. Hours are kept for 100 days, days for three years.`,
    query: v.strictObject({
      from: v.pipe(v.optional(time), v.description('Default: 7 days before `to`, or one day by the hour.')),
      to: v.pipe(v.optional(time), v.description('Exclusive. Default: now.')),
      by: v.optional(v.picklist(['hour', 'day']), 'day'),
    }),
    response: {
      description: 'The statistics.',
      document: { name: 'Statistics', schema: statisticsSchema },
    },
    problems: [],
  },
  async ({ statistics, settings, clock }, { query }) => {
    const { by } = query;
    // The period that now lies in is part of the span.
    const to = query.to ?? Math.floor(clock() / 1000) + 1;
    const from = query.from ?? to - (by === 'day' ? 7 : 1) * DAY;
    if (from > to) throw new ApiError('invalid-parameter', '"from" must not be after "to".');
    // Counted before they are listed: a span may be of any length.
    if ((to - startOf(by, from)) / secondsOf[by] > MAX_PERIODS[by]) {
      throw new ApiError('invalid-parameter', `Ask for at most ${MAX_PERIODS[by]} ${by}s at a time.`);
    }
    return json(200, statisticsDocument(await readStatistics(statistics, { from, to, by }), settings));
  },
);

function statisticsDocument(
  { from, to, by, asOf, exact, rows, changes, rates, unknownReplies }: Statistics,
  { sources, reputation }: LedgerSettings,
): StatisticsDocument {
  const providers = new Map<string, ProviderName>(sources.map(({ name, provider }) => [name, provider]));
  return {
    from: rfc3339(from),
    to: rfc3339(to),
    by,
    asOf: rfc3339(asOf),
    exact,
    rows: rows.map(({ at, source, kind, permanent, code, receiver, list, count: events }) => ({
      at: rfc3339(at),
      source,
      provider: providers.get(source) ?? '',
      kind,
      permanent,
      code,
      group: code === null ? null : groupOf(asFailureCode(code)),
      receiver,
      list,
      count: events,
    })),
    changes: changes.map((change) => ({ ...change, at: rfc3339(change.at) })),
    rates: [...rates],
    thresholds: reputation && {
      bounceRate: reputation.bouncePercent.map(fraction),
      complaintRate: reputation.complaintPercent.map(fraction),
      minMessages: reputation.minMessages,
    },
    unknownReplies: [...unknownReplies],
  };
}

function fraction(percent: number): number {
  return percent / 100;
}
