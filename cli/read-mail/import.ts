/** Sends what mails report to a ledger, on the operator's word: the origin of the mails cannot be verified. */
import { createHash } from 'node:crypto';
import { isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { IMPORTED_EVENTS_PER_MESSAGE } from '../../shared/intake/import-messages.ts';
import { sendImported } from '../send-imported.ts';
import { CALLS_CONCURRENCY, type Target } from '../target/target.ts';

/** Who imports, and why: kept with the events in the archive. */
export interface ImportOptions {
  readonly actor: string;
  readonly reason: string;
  /** The source that the ledger names for the events. */
  readonly source: string;
}

export interface MailImport {
  /** Events that were sent. */
  readonly sent: number;
  /** Sends events; resolves when there is room for more. @throws what a call before has thrown */
  add(events: readonly ReportedEvent[]): Promise<void>;
  /** Resolves when all events are sent. @throws what a call has thrown */
  finish(): Promise<void>;
}

/**
 * Starts an import. Events go through the queue, raw into the archive and under ids made from their content, so that
 * importing a mail twice changes nothing.
 * @throws CommandError when the target cannot be reached
 */
export async function startImport(
  target: Pick<Target, 'resources'>,
  { actor, reason, source }: ImportOptions,
): Promise<MailImport> {
  const resources = await target.resources();
  const running = new Set<Promise<void>>();
  let waiting: ReportedEvent[] = [];
  let sent = 0;
  const headers = { 'x-import-actor': actor, 'x-import-reason': reason };
  const send = async (events: readonly ReportedEvent[]) => {
    await sendImported(resources, source, events.map(toGenericEvent), headers);
    sent += events.length;
  };
  const start = async (events: readonly ReportedEvent[]) => {
    // One that fails stays among them, so that what waits for them next throws what it threw.
    const tracked = send(events).then(() => {
      running.delete(tracked);
    });
    tracked.catch(() => undefined);
    running.add(tracked);
    if (running.size >= CALLS_CONCURRENCY) await Promise.race(running);
  };
  return {
    get sent() {
      return sent;
    },
    add: async (events) => {
      waiting.push(...events.filter(({ kind }) => kind !== 'other'));
      while (waiting.length >= IMPORTED_EVENTS_PER_MESSAGE) {
        await start(waiting.slice(0, IMPORTED_EVENTS_PER_MESSAGE));
        waiting = waiting.slice(IMPORTED_EVENTS_PER_MESSAGE);
      }
    },
    finish: async () => {
      if (waiting.length > 0) await start(waiting);
      waiting = [];
      await Promise.all(running);
    },
  };
}

/** An event as the `generic` provider takes it. */
function toGenericEvent(event: ReportedEvent): object {
  const { kind, recipient, occurredAt, eventId } = event;
  const id = createHash('sha256')
    .update(JSON.stringify([eventId, recipient.toLowerCase()]))
    .digest('base64url');
  const base = { id: id.slice(0, 24), kind, recipient, occurredAt: new Date(occurredAt).toISOString() };
  if (!isFailure(event)) return base;
  const { diagnostic, status, replyCode, statedCode } = event.evidence;
  return {
    ...base,
    ...(event.permanent !== null && { permanent: event.permanent }),
    ...(diagnostic !== undefined && { diagnostic }),
    ...(status !== undefined && { status }),
    ...(replyCode !== undefined && { replyCode }),
    ...(statedCode !== undefined && { code: statedCode }),
  };
}
