import { getObject } from '../../shared/aws/archive.ts';
import {
  deleteMessage,
  queueDepth,
  type ReceivedMessage,
  receiveMessages,
  returnMessage,
  sendMessage,
} from '../../shared/aws/queue.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { decodeDelivery, decodeQueueMessage } from '../../shared/intake/queue-message-codec.ts';
import type { InvalidEntry } from '../../shared/providers/provider.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import {
  CALLS_CONCURRENCY,
  type LedgerResources,
  openTarget,
  type TargetChoice,
  withTarget,
} from '../target/target.ts';
import { counted, paint, print, printJson, printTable, startProgress } from '../terminal.ts';
import { moment } from '../verdict.ts';

/** Long enough to go through all of the queue without meeting a message twice. */
const IN_HAND_SECONDS = 120;

export const dlq: CommandSetup = (command) => {
  addExamples(
    command,
    'dlq list',
    'dlq show 0b6c2f1e-6f5e-4f0e-9a54-2f1c1a6f8a3d',
    'dlq redrive --stack BounceLedger',
  );
  withTarget(command.command('list').description('List the dead letters.'))
    .option('--json', 'Print JSON.')
    .action(async ({ json, ...choice }) => {
      const deadLetters = (await peek(await resourcesOf(choice))).map(summaryOf);
      if (json) printJson(deadLetters);
      else if (deadLetters.length === 0) print('The dead-letter queue is empty.');
      else printTable(['id', 'since', 'source', 'error'], deadLetters.map(rowOf));
    });
  withTarget(command.command('show').description('Show one dead letter.').argument('<id>', 'message id'))
    .option('--json', 'Print the message as it lies in the queue.')
    .action(async (id, { json, ...choice }) => {
      const resources = await resourcesOf(choice);
      const message = (await peek(resources)).find((one) => one.id === id);
      if (!message) throw new CommandError(`No dead letter ${id}. See: bounce-ledger dlq list`);
      print(json ? message.body : await describe(message, resources));
    });
  withTarget(command.command('redrive').description('Send all dead letters back to the processor.'))
    .option('--json', 'Print JSON.')
    .action(async ({ json, ...choice }) => {
      const { redriven, left } = await redrive(await resourcesOf(choice));
      if (json) printJson({ redriven });
      else {
        print(`Sent ${counted(redriven, 'message')} back to the processor.`);
        if (left > 0) print(`${counted(left, 'message')} arrived meanwhile. See: bounce-ledger dlq list`);
      }
    });
};

async function resourcesOf(choice: TargetChoice): Promise<LedgerResources> {
  return (await openTarget(choice)).resources();
}

/** What is wrong with a message, then the delivery as it arrived; a message that cannot be decoded is shown as it is. */
async function describe(
  message: ReceivedMessage,
  { connection, bucket }: Pick<LedgerResources, 'connection' | 'bucket'>,
): Promise<string> {
  try {
    const decoded = decodeQueueMessage(message);
    const delivery = await decodeDelivery(decoded, (key) => getObject(connection, bucket, key));
    return [
      ...(decoded.redelivery?.invalid ?? []).map(describeIssue),
      `source    ${delivery.source} (${delivery.provider})`,
      `received  ${moment(new Date(delivery.receivedAt).toISOString())} UTC`,
      `content   ${delivery.contentType}`,
      ...Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}`),
      '',
      delivery.body.toString('utf8'),
    ].join('\n');
  } catch {
    return message.body;
  }
}

/** Takes every message in hand once, and hands it back. */
async function peek(resources: LedgerResources): Promise<readonly ReceivedMessage[]> {
  const messages = new Map<string, ReceivedMessage>();
  try {
    await forEachMessage(resources, async (message) => {
      messages.set(message.id, message);
    });
  } finally {
    await handBack(resources, [...messages.values()]);
  }
  return [...messages.values()].sort((a, b) => a.sentAt - b.sentAt);
}

/** One that cannot be handed back is seen again when its time in hand is over, if it is not already. */
async function handBack(
  { connection, deadLetterQueueUrl }: LedgerResources,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const giveBack = ({ receipt }: ReceivedMessage) =>
    returnMessage(connection, deadLetterQueueUrl, receipt).catch(() => undefined);
  await forEachConcurrent(messages, CALLS_CONCURRENCY, giveBack);
}

/**
 * Sends each message to the processor's queue, then deletes it here: a crash between the two sends it twice, which
 * changes nothing. Messages that come back at once are left for the next time.
 */
async function redrive(
  resources: LedgerResources,
): Promise<{ readonly redriven: number; readonly left: number }> {
  const { connection, deadLetterQueueUrl, queueUrl } = resources;
  const progress = startProgress('Redriving', await queueDepth(connection, deadLetterQueueUrl));
  let redriven = 0;
  try {
    const left = await forEachMessage(resources, async ({ body, receipt }) => {
      await sendMessage(connection, queueUrl, body);
      await deleteMessage(connection, deadLetterQueueUrl, receipt);
      progress.step(++redriven);
    });
    return { redriven, left };
  } finally {
    progress.stop();
  }
}

/**
 * Receives until the queue gives no more of what it held at the start. What has come since, or comes a second time,
 * stays in hand meanwhile, lest it be received again and again, and is handed back at the end: otherwise it would stay
 * invisible until its visibility timeout ends. Returns how many those are.
 */
async function forEachMessage(
  resources: LedgerResources,
  use: (message: ReceivedMessage) => Promise<void>,
): Promise<number> {
  const { connection, deadLetterQueueUrl } = resources;
  const started = Date.now();
  const seen = new Set<string>();
  const unused = new Set<ReceivedMessage>();
  try {
    for (;;) {
      const received = await receiveMessages(connection, deadLetterQueueUrl, IN_HAND_SECONDS);
      if (received.length === 0) return unused.size;
      for (const message of received) unused.add(message);
      for (const message of received) {
        if (seen.has(message.id) || message.sentAt > started) continue;
        seen.add(message.id);
        await use(message);
        unused.delete(message);
      }
    }
  } finally {
    await handBack(resources, [...unused]);
  }
}

interface DeadLetter {
  readonly id: string;
  readonly since: string;
  readonly source: string;
  readonly error: string;
}

/** What can be said of a message without naming an address. */
function summaryOf({ id, sentAt, body }: ReceivedMessage): DeadLetter {
  const since = new Date(sentAt).toISOString();
  try {
    const { delivery, redelivery } = decodeQueueMessage({ body, sentAt });
    const entries = (redelivery?.invalid ?? []).map(describeIssue).join('; ');
    return { id, since, source: delivery.source, error: entries || 'the whole message failed' };
  } catch {
    return { id, since, source: '', error: 'the message itself is damaged' };
  }
}

function describeIssue({ index, issue }: InvalidEntry): string {
  return `entry ${index}: ${issue}`;
}

function rowOf({ id, since, source, error }: DeadLetter): readonly string[] {
  return [id, moment(since), source, paint('yellow', error)];
}
