/** Statistics of made-up traffic: the same for the same span, with one peak whose cause can be found. */
import type { StoredKind } from '../../shared/events/event.ts';
import { type RateRow, ratesOf } from '../../shared/statistics/statistics.ts';
import { seededRandom } from '../random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface StatisticsDocument {
  readonly from: string;
  readonly to: string;
  readonly by: 'hour' | 'day';
  readonly asOf: string;
  readonly exact: boolean;
  readonly rows: readonly Row[];
  readonly changes: ReadonlyArray<{
    readonly at: string;
    readonly reason: string;
    readonly list: string;
    readonly suppressed: number;
    readonly released: number;
  }>;
  readonly rates: readonly RateRow[];
  readonly thresholds: {
    readonly bounceRate: readonly number[];
    readonly complaintRate: readonly number[];
    readonly minMessages: number;
  };
  readonly unknownReplies: ReadonlyArray<{ readonly text: string; readonly count: number }>;
}

interface Row {
  readonly at: string;
  readonly source: string;
  readonly provider: string;
  readonly kind: StoredKind;
  readonly permanent: boolean | null;
  readonly code: number | null;
  readonly receiver: string;
  readonly list: string;
  readonly count: number;
}

const sources = [
  { name: 'ses', list: '*', weight: 1 },
  { name: 'sendgrid', list: '*', weight: 0.6 },
  { name: 'postmark-receipts', provider: 'postmark', list: 'receipts', weight: 0.25 },
] as const;

const receivers = [
  { name: 'gmail', weight: 0.42 },
  { name: 'microsoft', weight: 0.24 },
  { name: 'yahoo', weight: 0.13 },
  { name: 'apple', weight: 0.08 },
  { name: 'other', weight: 0.13 },
] as const;

/** Per thousand messages. */
const outcomes = [
  { kind: 'bounce', code: 2001, rate: 9 },
  { kind: 'bounce', code: 3001, rate: 3 },
  { kind: 'bounce', code: 1003, rate: 2 },
  { kind: 'bounce', code: 4003, rate: 1 },
  { kind: 'bounce', code: 9999, rate: 0.6 },
  { kind: 'deferral', code: 4001, rate: 6 },
  { kind: 'dropped', code: 2999, rate: 1.5 },
  { kind: 'complaint', code: null, rate: 0.7 },
  { kind: 'unsubscribe', code: null, rate: 2.2 },
] as const;

export interface TrafficOptions {
  readonly from: number;
  readonly to: number;
  readonly by: 'hour' | 'day';
  /** When it is asked: the peak was at Yahoo at 13:00 UTC of the day before. */
  readonly now: number;
  /** Messages an hour at the busiest source. */
  readonly messages?: number;
}

/** The answer of `GET /v1/statistics`. */
export function trafficStatistics({ from, to, by, now, messages = 900 }: TrafficOptions): StatisticsDocument {
  const step = by === 'hour' ? HOUR : DAY;
  const peak = Math.floor(now / DAY) * DAY - DAY + 13 * HOUR;
  const rows: Row[] = [];
  const changes: Array<StatisticsDocument['changes'][number]> = [];
  for (let at = Math.floor(from / step) * step; at < to; at += step) {
    if (at > now) break;
    const random = seededRandom(at / HOUR);
    const time = new Date(at).toISOString();
    let suppressed = 0;
    for (const { name: source, list, weight, ...more } of sources) {
      const provider = 'provider' in more ? more.provider : source;
      for (const { name: receiver, weight: share } of receivers) {
        const sent = messages * weight * share * dayShape(at, by) * (0.8 + 0.4 * random());
        const add = (kind: StoredKind, code: number | null, count: number) => {
          const permanent = kind === 'bounce' ? code === 2001 : null;
          if (count > 0)
            rows.push({ at: time, source, provider, kind, permanent, code, receiver, list, count });
        };
        add('delivered', null, Math.round(sent));
        for (const { kind, code, rate } of outcomes) {
          const count = Math.floor((sent * rate) / 1000 + random());
          add(kind, code, count);
          if (code === 2001) suppressed += count;
        }
        const isPeak = peak >= at && peak < at + step;
        if (isPeak && receiver === 'yahoo' && source === 'ses')
          add('bounce', 1003, Math.round(messages * 0.9));
      }
    }
    changes.push({ at: time, reason: 'address-unknown', list: '*', suppressed, released: 0 });
    changes.push({ at: time, reason: 'complaint', list: '*', suppressed: 1, released: 0 });
    changes.push({ at: time, reason: 'mailbox-full', list: '*', suppressed: 2, released: 1 });
  }
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    by,
    asOf: new Date(now).toISOString(),
    exact: true,
    rows,
    changes,
    rates: ratesOf(rows),
    thresholds: { bounceRate: [0.05, 0.1], complaintRate: [0.001, 0.003, 0.005], minMessages: 100 },
    unknownReplies: [
      { text: '554 Transaction declined by local convention XQ-17', count: 41 },
      { text: '550 Gateway says no', count: 17 },
      { text: '451 Unusual circumstances, contact the helpdesk', count: 6 },
    ],
  };
}

/** Mail goes out by day. */
function dayShape(at: number, by: 'hour' | 'day'): number {
  if (by === 'day') return 12;
  const hour = new Date(at).getUTCHours();
  return 0.15 + 0.85 * Math.max(0, Math.sin(((hour - 4) / 18) * Math.PI));
}
