/** Weeks of made-up traffic that ends now: the same for the same day, with a peak yesterday and a storm that is open. */
import type { EventKind } from '../../shared/events/event.ts';

/** One event of the traffic, before an ESP's form is given to it. */
export interface DemoEvent {
  readonly kind: EventKind;
  readonly address: string;
  /** Distinguishes events; the same in each run. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The receiver's reply; absent where there is none. */
  readonly reply?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back the traffic goes. */
export const DEMO_DAYS = 21;
/** Messages on a working day, of all sources together. */
const MESSAGES_A_DAY = 220;
/** So few recipients that some have a history. */
const RECIPIENTS = 2_400;

const receivers = [
  {
    domain: 'gmail.com',
    weight: 42,
    noSuchUser: '550-5.1.1 The email account that you tried to reach does not exist.',
  },
  {
    domain: 'outlook.com',
    weight: 20,
    noSuchUser: '550 5.5.0 Requested action not taken: mailbox unavailable',
  },
  {
    domain: 'yahoo.com',
    weight: 14,
    noSuchUser: "554 delivery error: dd This user doesn't have a yahoo.com account",
  },
  { domain: 'icloud.com', weight: 9, noSuchUser: '550 5.1.1 unknown user' },
  { domain: 'company.example', weight: 9, noSuchUser: '550 5.1.10 Recipient not found' },
  { domain: 'school.example', weight: 6, noSuchUser: '550 5.1.1 Recipient address rejected: User unknown' },
] as const;
type Receiver = (typeof receivers)[number];

/** What becomes of a message, by weight. */
const outcomes: ReadonlyArray<{
  readonly kind: EventKind;
  readonly weight: number;
  readonly reply?: string | ((receiver: Receiver) => string);
}> = [
  { kind: 'delivered', weight: 955, reply: '250 2.0.0 OK' },
  { kind: 'bounce', weight: 11, reply: ({ noSuchUser }) => noSuchUser },
  { kind: 'bounce', weight: 5, reply: '452 4.2.2 The mailbox is over its storage quota' },
  {
    kind: 'bounce',
    weight: 3,
    reply: '550 5.7.1 Service unavailable, client host [192.0.2.10] blocked using Spamhaus',
  },
  { kind: 'bounce', weight: 2, reply: '550 5.2.1 The account is disabled' },
  { kind: 'bounce', weight: 2, reply: '550 Gateway says no' },
  { kind: 'deferral', weight: 12, reply: '421 4.3.2 Server busy, try again later' },
  { kind: 'deferral', weight: 4, reply: '451 4.7.1 Greylisted, please try again in five minutes' },
  { kind: 'complaint', weight: 0.7 },
  { kind: 'unsubscribe', weight: 3 },
];

/** Mail goes out by day, and less on weekends. */
function expectedAt(time: number): number {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const byHour = hour < 5 ? 0.15 : hour < 8 ? 0.7 : hour < 19 ? 1.7 : 0.8;
  const byDay = [0, 6].includes(date.getUTCDay()) ? 0.5 : 1.15;
  return (MESSAGES_A_DAY / 24) * byHour * byDay;
}

/**
 * The traffic up to `now`, oldest first.
 * @param now Milliseconds since 1970.
 */
export function demoTraffic(now: number): readonly DemoEvent[] {
  const random = createRandom(20_260_501);
  const events: DemoEvent[] = [];
  for (let hour = Math.floor((now - DEMO_DAYS * DAY) / HOUR) * HOUR; hour < now; hour += HOUR) {
    const expected = expectedAt(hour);
    const count = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
    for (let index = 0; index < count; index++) {
      const at = hour + Math.floor(random() * HOUR);
      const receiver = weighted(receivers, random());
      const outcome = weighted(outcomes, random());
      const address = recipientAt(receiver, Math.floor(random() * RECIPIENTS));
      if (at >= now) continue;
      const reply = typeof outcome.reply === 'function' ? outcome.reply(receiver) : outcome.reply;
      events.push({ kind: outcome.kind, address, id: `demo-${events.length}`, at, ...(reply && { reply }) });
    }
  }
  return [...events, ...peak(now), ...storm(now)].sort((a, b) => a.at - b.at);
}

/** Yesterday in the early afternoon one receiver blocked the sender: it suppresses no address. */
function peak(now: number): readonly DemoEvent[] {
  const from = Math.floor(now / DAY) * DAY - DAY + 13 * HOUR;
  return Array.from({ length: 140 }, (_, index) => ({
    kind: 'bounce',
    address: recipientAt(receivers[2], index),
    id: `demo-peak-${index}`,
    at: from + index * 20_000,
    reply: '554 5.7.9 [TSS09] Message not accepted: unusual traffic from your IP address 192.0.2.10',
  }));
}

/** Some minutes ago a receiver lost its directory: its verdicts are pending until an operator decides. */
function storm(now: number): readonly DemoEvent[] {
  return Array.from({ length: 80 }, (_, index) => ({
    kind: 'bounce',
    address: `demo-member-${String(index).padStart(3, '0')}@club.example`,
    id: `demo-storm-${index}`,
    at: now - 25 * MINUTE + index * 3_000,
    reply: '550 5.1.1 Recipient address rejected: User unknown in local recipient table',
  }));
}

function recipientAt({ domain }: Receiver, index: number): string {
  return `demo-reader-${String(index).padStart(4, '0')}@${domain}`;
}

/** The entry whose share of the weights holds `position`, from 0 to 1. */
function weighted<T extends { readonly weight: number }>(entries: readonly T[], position: number): T {
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  let left = position * total;
  for (const entry of entries) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  const last = entries.at(-1);
  if (last === undefined) throw new RangeError('There is nothing to choose from.');
  return last;
}

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
