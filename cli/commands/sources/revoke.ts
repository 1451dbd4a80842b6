import * as v from 'valibot';
import type { LedgerAddress } from '../../../shared/address/address.ts';
import { MAX_PREVIEWED_EVENTS, previewSchema } from '../../../shared/api/routes/revocations.ts';
import { queueDepth, sendMessage } from '../../../shared/aws/queue.ts';
import { wrapRedelivery } from '../../../shared/intake/queue-message-codec.ts';
import { retractionsOf } from '../../../shared/intake/retraction.ts';
import type { RevokedSpan } from '../../../shared/intake/revocation.ts';
import { rfc3339 } from '../../../shared/ledger/time.ts';
import { readArchive } from '../../archive.ts';
import { deliveryParser } from '../../archive-events.ts';
import { withConfig } from '../../code-settings.ts';
import { addExamples, CommandError, type CommandSetup } from '../../command.ts';
import { loadConfiguration } from '../../configuration.ts';
import { takeRevocation } from '../../revocations.ts';
import { type LedgerResources, openTarget, type Target, withTarget } from '../../target/target.ts';
import { counted, paint, print, printJson } from '../../terminal.ts';
import { parseTime } from '../../time.ts';
import { moment } from '../../verdict.ts';

/** `sources revoke`: takes back all that a source reported in a span. */
export const revoke: CommandSetup = (command) => {
  const revoking = command
    .command('revoke')
    .description('Take back all that a source reported in a span; a later replay leaves it out, too.')
    .argument('<name>', 'name of the source; import, for rows that were imported');
  addExamples(
    revoking,
    'sources revoke sendgrid-news --since 36h --dry-run',
    'sources revoke sendgrid-news --since 2026-05-01T12:00:00Z --actor you --reason "secret leaked"',
  );
  withTarget(withConfig(revoking))
    .requiredOption('--since <time>', 'Start, by arrival: 2026-05-01, 2026-05-01T12:00:00Z, 36h or 7d.')
    .option('--until <time>', 'End, not included. Default: now.')
    .option('--dry-run', 'Say what would change, and change nothing. Default without --actor and --reason.')
    .option('--actor <who>', 'Who revokes; recorded in the audit trail.')
    .option('--reason <why>', 'Why; recorded in the audit trail.')
    .option(
      '--json',
      'Print JSON: {"source","since","until","messages","unreadable","events","addresses","known","released","altered","suppressed","sent","queued"}.',
    )
    .action(async (name, { since, until, dryRun, actor, reason, json, config, ...choice }) => {
      const now = Date.now();
      const span = spanOf(name, since, until, now);
      const times = { since: rfc3339(span.since / 1_000), until: rfc3339(span.until / 1_000) };
      if (!dryRun && (actor === undefined) !== (reason === undefined)) {
        throw new CommandError('Give who revokes and why: --actor WHO --reason WHY.');
      }
      const isDryRun = dryRun === true || actor === undefined;
      const target = await openTarget({ ...choice, config });
      const resources = await target.resources();
      const found = await findEvents(resources, span, config, now);
      const effect = await preview(target, name, found.idsByAddress);
      // Messages that are on their way are not in the archive yet.
      const queued = await queueDepth(resources.connection, resources.queueUrl);
      let sent = 0;
      if (!isDryRun) {
        await target.ask({
          method: 'POST',
          path: `/v1/sources/${encodeURIComponent(name)}/revocations`,
          body: { ...times, actor, reason },
        });
        sent = await retract(resources, span, now);
      }
      const result = {
        source: name,
        ...times,
        messages: found.messages,
        unreadable: found.unreadable,
        events: found.events,
        addresses: found.idsByAddress.size,
        ...effect,
        sent,
        queued,
      };
      if (json) printJson(result);
      else report(result, isDryRun);
    });
};

type Effect = v.InferOutput<typeof previewSchema>;

interface Result extends Effect {
  readonly source: string;
  readonly since: string;
  readonly until: string;
  readonly messages: number;
  readonly unreadable: number;
  readonly events: number;
  readonly addresses: number;
  readonly sent: number;
  readonly queued: number;
}

/** In whole seconds, as the API takes times. @throws CommandError */
function spanOf(source: string, since: string, until: string | undefined, now: number): RevokedSpan {
  const from = Math.floor(parseTime(since, now) / 1_000) * 1_000;
  const to = Math.ceil((until === undefined ? now : parseTime(until, now)) / 1_000) * 1_000;
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    throw new CommandError('Give times: 2026-05-01, 2026-05-01T12:00:00Z, 36h, 7d.');
  }
  if (to <= from || from >= now)
    throw new CommandError('--until must be later than --since, which must be over.');
  // What is still to come is not known: only what has arrived is revoked.
  return { source, since: from, until: Math.min(to, Math.ceil(now / 1_000) * 1_000) };
}

interface FoundEvents {
  readonly messages: number;
  /** Messages whose body or mail cannot be fetched. */
  readonly unreadable: number;
  readonly events: number;
  readonly idsByAddress: ReadonlyMap<LedgerAddress, readonly string[]>;
}

/** The ids of the events in a span, as the ledger knows them. */
async function findEvents(
  resources: LedgerResources,
  { source, since, until }: RevokedSpan,
  config: string | undefined,
  now: number,
): Promise<FoundEvents> {
  const settings = loadConfiguration(config);
  const parse = deliveryParser(resources, settings);
  const idsByAddress = new Map<LedgerAddress, string[]>();
  let events = 0;
  let unreadable = 0;
  const { messages } = await readArchive(resources, { source, since, until }, now, async (delivery) => {
    const parsed = await parse(delivery);
    if (parsed === null) {
      unreadable++;
      return;
    }
    for (const event of parsed.events) {
      const retractions = retractionsOf(event, parsed.context, settings);
      if (retractions.length > 0) events++;
      for (const { address, id } of retractions) {
        const ids = idsByAddress.get(address);
        if (ids) ids.push(id);
        else idsByAddress.set(address, [id]);
      }
    }
  });
  return { messages, unreadable, events, idsByAddress };
}

/** Bytes of events in one request: well within what the API takes. */
const MAX_REQUEST_BYTES = 700_000;

async function preview(
  target: Target,
  source: string,
  idsByAddress: FoundEvents['idsByAddress'],
): Promise<Effect> {
  const total = { known: 0, released: 0, altered: 0, suppressed: 0 };
  for (const events of requestsOf(idsByAddress)) {
    const answer = await target.ask({
      method: 'POST',
      path: `/v1/sources/${encodeURIComponent(source)}/revocations/preview`,
      body: { events },
    });
    const effect = v.parse(previewSchema, answer);
    for (const name of Object.keys(total) as Array<keyof Effect>) total[name] += effect[name];
  }
  return total;
}

/** All events of an address go into one request; of one with more than a request holds, the first ones do. */
function* requestsOf(
  idsByAddress: FoundEvents['idsByAddress'],
): Generator<ReadonlyArray<{ readonly address: string; readonly id: string }>> {
  let request: Array<{ readonly address: string; readonly id: string }> = [];
  let bytes = 0;
  for (const [address, ids] of idsByAddress) {
    const events = [...new Set(ids)].slice(0, MAX_PREVIEWED_EVENTS).map((id) => ({ address, id }));
    const size = Buffer.byteLength(JSON.stringify(events));
    if (request.length + events.length > MAX_PREVIEWED_EVENTS || bytes + size > MAX_REQUEST_BYTES) {
      if (request.length > 0) yield request;
      request = [];
      bytes = 0;
    }
    request.push(...events);
    bytes += size;
  }
  if (request.length > 0) yield request;
}

/** Sends each delivery of the span to the processor once more, which takes back what it said. Repeating it is safe. */
async function retract(resources: LedgerResources, span: RevokedSpan, now: number): Promise<number> {
  const { replayGeneration } = await takeRevocation(resources, span, now);
  let sent = 0;
  await readArchive(resources, span, now, async (delivery) => {
    const redelivery = wrapRedelivery({ replayGeneration, revoked: true, delivery });
    await sendMessage(resources.connection, resources.queueUrl, redelivery);
    sent++;
  });
  return sent;
}

function report(result: Result, dryRun: boolean): void {
  const { source, since, until, messages, events, addresses, released, altered, suppressed, queued } = result;
  print(
    `${source} reported ${counted(events, 'event')} on ${counted(addresses, 'address', 'addresses')} from ${moment(since)} to ${moment(until)} UTC.`,
  );
  const will = dryRun ? 'would be' : 'are being';
  print(
    `${counted(released, 'address', 'addresses')} ${will} released, ${altered} suppressed for another reason or time,`,
  );
  print(`${suppressed} suppressed again.`);
  if (dryRun) print('Nothing was changed. With --actor and --reason, and without --dry-run, it is.');
  else print(`Sent ${counted(messages, 'message')} to the processor.`);
  if (result.unreadable > 0) {
    const why = 'could not be read: what they name is gone, or cannot be fetched now.';
    print(paint('yellow', `${counted(result.unreadable, 'message')} ${why}`));
  }
  if (queued > 0) {
    const advice = 'and not in the archive yet. Repeat the command once the queue is empty.';
    print(paint('yellow', `${counted(queued, 'message')} were still on their way, ${advice}`));
  }
}
