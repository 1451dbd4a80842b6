/** Runs the queue and its processors: a message is delivered again until a processor has recorded it. */
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { unpackArchive } from '../../shared/intake/archive.ts';
import { defaultBudget } from '../../shared/intake/batch-budget.ts';
import { createProcessor, type ProcessorDeps } from '../../shared/intake/process.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { toQueueText } from '../../shared/intake/queue-message-codec.ts';
import { providers } from '../../shared/providers/registry.ts';
import { NOON, usual, withoutSourceGuard } from '../ledger/events.ts';
import type { Backend } from './backends.ts';
import { startProcess } from './faulty-process.ts';
import { ledgerOver } from './run-schedule.ts';
import type { Schedule } from './schedule.ts';

/** What a broken processor does differently. */
export interface ProcessorBreakage {
  /** Treats a batch as done although some of its messages failed. */
  readonly ignoresFailures?: boolean;
  /** Does not look whether the archive took what it was given. */
  readonly ignoresArchive?: boolean;
}

/** Every webhook is of one source. */
export const unguarded = withoutSourceGuard(usual);

/** What is left beside the table when the queue is empty. */
export interface Remains {
  /** The messages of the raw archive. */
  readonly archived: readonly QueueMessage[];
  readonly deadLetters: readonly string[];
}

/** Messages of a batch: few, so that failing and succeeding ones share a batch. */
const BATCH = 3;

const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
const classifier = await openClassifier();

/** Runs the messages through processors that fail as the schedule says, until none is left. */
export async function runProcessor(
  backend: Backend,
  messages: readonly QueueMessage[],
  schedule: Pick<Schedule, 'faults' | 'processes' | 'skews'>,
  { ignoresFailures = false, ignoresArchive = false }: ProcessorBreakage = {},
): Promise<Remains> {
  const queue = [...messages];
  const plan = [...schedule.faults];
  const archive = new Map<string, Buffer>();
  const deadLetters: string[] = [];
  const start = (skew: number) => {
    const process = startProcess(plan);
    const store = (key: string, bytes: Buffer) => process.call(async () => void archive.set(key, bytes));
    const take = processor({
      ledger: ledgerOver(backend.open(process), NOON + skew, unguarded),
      store: ignoresArchive ? (key, bytes) => store(key, bytes).catch(() => {}) : store,
      deadLetter: (body) => process.call(async () => void deadLetters.push(body)),
      requeue: (body) => process.call(async () => void queue.push(requeued(body))),
    });
    return { process, take };
  };
  const work = async (worker: number) => {
    const skew = schedule.skews[worker] ?? 0;
    let { process, take } = start(skew);
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH);
      const failed = await take(batch).then(
        (processed) => batch.filter(({ id }) => processed.failed.has(id)),
        () => batch,
      );
      // A process that crashed has reported nothing.
      if (process.crashed()) {
        queue.push(...batch);
        ({ process, take } = start(skew));
      } else if (!ignoresFailures) queue.push(...failed);
    }
  };
  await Promise.all(Array.from({ length: schedule.processes }, (_, worker) => work(worker)));
  const archived = [...archive.values()].flatMap(unpackArchive).map((delivery, place) => ({
    id: `archived.${place}`,
    body: toQueueText(delivery),
    sentAt: delivery.receivedAt,
  }));
  return { archived, deadLetters };
}

/** The events of messages that are read without a fault. */
export async function eventsIn(messages: readonly QueueMessage[]): Promise<readonly ClassifiedEvent[]> {
  const read: ClassifiedEvent[] = [];
  const take = processor({
    ledger: {
      record: async (events) => {
        read.push(...events);
        return { addresses: new Map(), storms: [], sourceIncidents: [] };
      },
    },
    store: async () => {},
    deadLetter: async () => {},
    requeue: async () => {},
    budget: defaultBudget,
  });
  await take(messages);
  return read;
}

/** Few events an invocation, so that batches go beyond it and deliveries are split. */
const budget = { ...defaultBudget, maxEvents: 5 };

let sent = 0;
function requeued(body: string): QueueMessage {
  return { id: `requeued.${sent++}`, body, sentAt: NOON * 1000 };
}

function processor(
  deps: Pick<ProcessorDeps, 'ledger' | 'store' | 'deadLetter' | 'requeue'> & Partial<ProcessorDeps>,
) {
  return createProcessor({
    settings,
    providers,
    classifier,
    signingKeys: async () => [],
    fetchObject: () => Promise.reject(new Error('No body here is an object.')),
    budget,
    ...deps,
  });
}
