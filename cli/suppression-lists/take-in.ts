/** Sends the entries of a file to a ledger, batch by batch, so that memory stays flat. */
import { hash } from 'node:crypto';
import * as v from 'valibot';
import { checkResultsSchema } from '../../shared/api/routes/check.ts';
import { IMPORTED_EVENTS_PER_MESSAGE } from '../../shared/intake/import-messages.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import { CommandError } from '../command.ts';
import { sendImported } from '../send-imported.ts';
import { mapConcurrent } from '../streams.ts';
import type { LedgerResources, Target } from '../target/target.ts';
import type { Entry } from './entry.ts';

/** Decisions that are checked by one call before each is written. */
const DECISIONS_A_CALL = 100;
/** Calls on their way at once. */
const CALLS_IN_FLIGHT = 8;

/** Who decides, and why: for entries that are an operator's own decisions. */
export interface Decider {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
}

export interface TakeInOptions extends Decider {
  /** The source that the ledger names for the events. @default `import`; of an ESP's own list that ESP's only source */
  readonly source: string | undefined;
  /** The provider whose export it is, once the first entry has been read. */
  readonly provider: () => string | undefined;
}

/**
 * Events go through the queue like any sender's, raw into the archive and under ids made from their content, so
 * taking a file in twice changes nothing. What an operator decided goes through the API, into the audit trail, once.
 *
 * @throws CommandError when a call fails, or an entry is a decision and `actor` or `reason` is missing
 */
export async function takeIn(
  target: Target,
  entries: AsyncIterable<Entry>,
  options: TakeInOptions,
): Promise<void> {
  const sendEvents = eventSender(target, options);
  const send = ({ kind, batch }: Batch) =>
    kind === 'events' ? sendEvents(batch) : suppress(target, batch, options);
  for await (const _ of mapConcurrent(batchesOf(entries, options), CALLS_IN_FLIGHT, send));
}

interface Batch {
  readonly kind: 'events' | 'decisions';
  readonly batch: readonly Entry[];
}

/** @throws CommandError */
async function* batchesOf(entries: AsyncIterable<Entry>, decider: Decider): AsyncGenerator<Batch> {
  let events: Entry[] = [];
  let decisions: Entry[] = [];
  for await (const entry of entries) {
    if (entry.kind !== 'suppress') {
      events.push(entry);
      if (events.length < IMPORTED_EVENTS_PER_MESSAGE) continue;
      yield { kind: 'events', batch: events };
      events = [];
      continue;
    }
    requireDecider(decider);
    decisions.push(entry);
    if (decisions.length < DECISIONS_A_CALL) continue;
    yield { kind: 'decisions', batch: decisions };
    decisions = [];
  }
  if (events.length > 0) yield { kind: 'events', batch: events };
  if (decisions.length > 0) yield { kind: 'decisions', batch: decisions };
}

/** @throws CommandError without an actor and a reason */
export function requireDecider({ actor, reason }: Decider): void {
  if (actor && reason) return;
  throw new CommandError(
    'Rows that hold only an address are your own decisions. Give an actor and a reason: --actor WHO --reason WHY.',
  );
}

/** Suppresses those that are not suppressed manually on their list yet. */
async function suppress(
  target: Target,
  batch: readonly Entry[],
  { actor, reason }: TakeInOptions,
): Promise<void> {
  const body = { addresses: batch.map(({ address }) => address) };
  const answer = await target.ask({ method: 'POST', path: '/v1/check', body });
  const { results } = v.parse(checkResultsSchema, answer);
  for (const [index, { address, list = EVERY_LIST }] of batch.entries()) {
    const result = results[index];
    const lists = result && 'lists' in result ? result.lists : [];
    if (lists.some((verdict) => verdict.list === list && verdict.reason === 'manual')) continue;
    await target.ask({
      method: 'PUT',
      path: `/v1/suppressions/${encodeURIComponent(address)}`,
      body: { actor, reason, list },
    });
  }
}

function eventSender(
  target: Target,
  { source, provider }: TakeInOptions,
): (batch: readonly Entry[]) => Promise<void> {
  const now = Date.now();
  let resources: Promise<LedgerResources> | undefined;
  let espSource: Promise<string> | undefined;
  return async (batch) => {
    resources ??= target.resources();
    const bySource = Map.groupBy(batch, ({ espList }) => (espList === undefined ? 'own' : 'esp'));
    for (const [kind, entries] of bySource) {
      if (kind === 'esp' && source === undefined) espSource ??= onlySourceOf(target, provider());
      const name = source ?? (kind === 'esp' ? await espSource : undefined) ?? DEFAULT_SOURCE;
      const events = entries.map((entry) => eventOf(entry, now));
      await sendImported(await resources, name, events);
    }
  };
}

const DEFAULT_SOURCE = 'import';

/**
 * The source of rows whose list the ESP makes: such a list has one name in the ledger, by its webhook and by an import.
 *
 * @throws CommandError where the ESP has several
 */
async function onlySourceOf(target: Target, provider: string | undefined): Promise<string> {
  const names = (await target.sources()).flatMap((one) => (one.provider === provider ? [one.source] : []));
  const [only = DEFAULT_SOURCE, ...others] = names;
  if (others.length === 0) return only;
  throw new CommandError(
    `The rows name lists of one of your sources. Say which: --source ${names.join(', or --source ')}.`,
  );
}

/** An entry as an event of the `generic` provider. */
function eventOf({ address, at, loss: _, ...rest }: Entry, now: number): object {
  const id = hash('sha256', JSON.stringify([address, at, rest]), 'base64url').slice(0, 24);
  // A row of a suppression list says that the list has the address.
  const isListed = rest.kind === 'dropped';
  return {
    id,
    recipient: address,
    occurredAt: new Date(at ?? now).toISOString(),
    ...(isListed && { listed: true }),
    ...rest,
  };
}
