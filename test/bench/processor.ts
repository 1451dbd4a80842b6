/**
 * CPU time of the processor for a batch of events, over the floor: parsing the bodies and marshalling the records,
 * each with what the platform gives for it, `JSON.parse` and the serialiser of AWS's own DynamoDB client. The
 * processor does all its work up to the bodies of its requests, marshalled as the deployed one does; nothing is sent.
 * It is a warm one, as in a Lambda that has been up for a while.
 */
import { DynamoDBClient, PutItem$, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { requestBody } from '../../shared/aws/dynamodb.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { providers } from '../../shared/providers/registry.ts';
import { samples as sendgridSamples } from '../../shared/providers/sendgrid/samples.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { cpuRatio } from './cpu.ts';
import { queueMessage } from './functions/events.ts';

const BATCHES = [10, 100, 1000] as const;
const EVENTS_A_MESSAGE = 10;
/** Events of a round, whatever the size of its batches: the clock of CPU time is too coarse for a single small one. */
const EVENTS_A_ROUND = 1_000;
const DOMAINS = 20;
/** Of what SendGrid reports the words that the setup page asks for: each makes a record. */
const reported = sendgridSamples.samples.filter(({ kind }) => kind !== 'other');

export async function run(): Promise<Record<string, unknown>> {
  const ratios: Record<string, number> = {};
  for (const size of BATCHES) ratios[String(size)] = Number((await ratioOf(size)).toFixed(2));
  return { 'processor.cpu_to_floor': ratios };
}

async function ratioOf(size: number): Promise<number> {
  const process = newProcessor(requestBody);
  const puts: PutItemCommand[] = [];
  const rehearse = newProcessor((command) => {
    if (command instanceof PutItemCommand) puts.push(command);
  });
  return cpuRatio(
    async (round) => {
      const batches = Array.from({ length: EVENTS_A_ROUND / size }, (_, place) =>
        batchOf(size, `${round}-${place}`),
      );
      puts.length = 0;
      for (const messages of batches) await rehearse(messages);
      return {
        floor: async () => {
          for (const messages of batches) for (const { body } of messages) JSON.parse(JSON.parse(body).body);
          for (const put of puts) await marshal(put.input);
        },
        ours: async () => {
          for (const messages of batches) await process(messages);
        },
      };
    },
    { warmUp: 30, rounds: 100 },
  );
}

const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
const client = new DynamoDBClient({
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
});

const classifier = await openClassifier();

type Command = Parameters<typeof requestBody>[0];

/** A processor over a table that knows no address yet, and does with a command what `onCommand` does. */
function newProcessor(onCommand: (command: Command) => unknown) {
  const table = {
    send: async (command: Command) => {
      onCommand(command);
      return {};
    },
  };
  return createProcessor({
    settings,
    providers,
    classifier,
    ledger: createLedger({
      store: dynamoDbStore({ client: table, table: 'ledger' }),
      settings,
      stackKey: 'a key of the bench',
    }),
    store: async () => {},
    fetchObject: async () => Buffer.alloc(0),
    signingKeys: async () => [],
    deadLetter: async () => {},
    requeue: async () => {},
  });
}

const [, namespace, name, traits, input, output] = PutItem$;
const putItem = { namespace, name, traits, input, output };
/** What is used of the client's protocol. */
interface Serialiser {
  serializeRequest(operation: object, input: object, context: object): Promise<unknown>;
}
const { protocol }: { readonly protocol: Serialiser } = client.config;
const context = {
  ...client.config,
  endpoint: async () => ({ protocol: 'https:', hostname: 'dynamodb', path: '/' }),
};

/** The body of the request that puts a record, by AWS's own client. */
function marshal(put: PutItemCommandInput): Promise<unknown> {
  return protocol.serializeRequest(putItem, put, context);
}

function batchOf(size: number, name: string): QueueMessage[] {
  const at = Date.now();
  return Array.from({ length: size / EVENTS_A_MESSAGE }, (_, message) => {
    const entries = Array.from({ length: EVENTS_A_MESSAGE }, (_, event) => {
      const n = message * EVENTS_A_MESSAGE + event;
      const sample = reported[n % reported.length];
      const address = `person-${name}-${n}@domain-${n % DOMAINS}.example`;
      return sample?.entry({ address, id: `${name}-${n}`, at });
    });
    return { id: `m${name}-${message}`, body: queueMessage(JSON.stringify(entries), at), sentAt: at };
  });
}
