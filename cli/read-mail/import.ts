/** Sends what mails report to a ledger, on the operator's word: the origin of the mails cannot be verified. */
import { createHash } from 'node:crypto';
import { sendMessage } from '../../shared/aws/queue.ts';
import { isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { encodeQueueMessage } from '../../shared/intake/queue-message-codec.ts';
import { generic } from '../../shared/providers/generic/webhook.ts';
import { CommandError } from '../command.ts';
import { CALLS_CONCURRENCY, type Target } from '../target/target.ts';

/** Events of a queue message: far below its limit, whatever the diagnostics. */
const MAX_EVENTS = 50;

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
  /** Sends events; resolves when there is room for more. */
  add(events: readonly ReportedEvent[]): Promise<void>;
  /** Resolves when all events are sent. */
  finish(): Promise<void>;
}

/**
 * Starts an import. Events go through the queue, raw into the archive and under ids made from their content, so that
 * importing a mail twice changes nothing.
 * @throws CommandError when the target cannot be reached
 */
export async function startImport(target: Target, options: ImportOptions): Promise<MailImport> {
  const { connection, queueUrl } = await target.resources();
  const receivedAt = Date.now();
  const running = new Set<Promise<void>>();
  let waiting: ReportedEvent[] = [];
  let sent = 0;
  const send = async (events: readonly ReportedEvent[]) => {
    const delivery = {
      source: options.source,
      provider: generic.name,
      receivedAt,
      contentType: 'application/json',
      headers: { 'x-import-actor': options.actor, 'x-import-reason': options.reason },
      body: Buffer.from(JSON.stringify({ events: events.map(toGenericEvent) })),
    };
    const message = await encodeQueueMessage('import', delivery, async () => {
      throw new CommandError('The events are too long for a queue message.');
    });
    await sendMessage(connection, queueUrl, message);
    sent += events.length;
  };
  const start = async (events: readonly ReportedEvent[]) => {
    const call = send(events);
    const tracked = call.finally(() => running.delete(tracked));
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
      while (waiting.length >= MAX_EVENTS) {
        await start(waiting.slice(0, MAX_EVENTS));
        waiting = waiting.slice(MAX_EVENTS);
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
