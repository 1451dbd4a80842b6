/** Mails in batches: what the main thread gives to a worker, and what comes back. */
import type { Classifier } from '../../shared/classifier/classifier.ts';
import type { ReportedEvent } from '../../shared/events/event.ts';
import { findFiles } from './find-files.ts';
import { readMails, readWholeFile } from './mails.ts';
import { errorResult, resultOf } from './result.ts';
import { Summary, type SummaryCounts } from './summary.ts';

/** Mails of a batch: enough that handing one over costs little beside parsing it. */
const MAX_MAILS = 64;
const MAX_BATCH_BYTES = 512 * 1024;
/** Milliseconds: a slow stream of mails is answered as it comes. */
const MAX_BATCH_AGE = 200;

/** A mail, or why a file has none. */
interface BatchEntry {
  readonly file: string;
  readonly mail: Buffer;
  readonly error?: string;
}

export type Batch = readonly BatchEntry[];

/** A batch as it is handed to a thread: the mails in one piece of memory, which is not copied. */
export interface PackedBatch {
  readonly octets: Uint8Array<ArrayBuffer>;
  readonly entries: ReadonlyArray<{ readonly file: string; readonly end: number; readonly error?: string }>;
}

export function packBatch(batch: Batch): PackedBatch {
  const octets = new Uint8Array(batch.reduce((sum, { mail }) => sum + mail.length, 0));
  let end = 0;
  const entries = batch.map(({ mail, ...entry }) => {
    octets.set(mail, end);
    end += mail.length;
    return { ...entry, end };
  });
  return { octets, entries };
}

export function unpackBatch({ octets, entries }: PackedBatch): Batch {
  let start = 0;
  return entries.map(({ end, ...entry }) => {
    const mail = Buffer.from(octets.buffer, octets.byteOffset + start, end - start);
    start = end;
    return { ...entry, mail };
  });
}

/** What is wanted of a batch. */
export interface BatchOptions {
  /** Counts instead of lines of JSON. */
  readonly isSummary: boolean;
  /** Whether the events are wanted, too. */
  readonly isImport: boolean;
}

export interface BatchOutput {
  readonly mails: number;
  /** Lines of JSON, each with a line feed. */
  readonly lines: string;
  readonly counts: SummaryCounts | null;
  readonly events: readonly ReportedEvent[];
}

/** Parses and classifies the mails of a batch. */
export function processBatch(
  batch: Batch,
  classifier: Classifier,
  { isSummary, isImport }: BatchOptions,
): BatchOutput {
  const summary = isSummary ? new Summary() : null;
  const events: ReportedEvent[] = [];
  let lines = '';
  for (const { file, mail, error } of batch) {
    const result = error === undefined ? resultOf(file, mail, classifier) : errorResult(file, error);
    if (summary === null) for (const line of result.lines) lines += `${JSON.stringify(line)}\n`;
    else summary.add(result);
    if (isImport) events.push(...result.events);
  }
  return { mails: batch.length, lines, counts: summary?.counts() ?? null, events };
}

/** The mails of files, folders and standard input, in order; only the batch at hand is in memory. */
export async function* batchesOf(paths: Iterable<string>): AsyncGenerator<Batch> {
  let batch: BatchEntry[] = [];
  let bytes = 0;
  let since = Date.now();
  for await (const entry of entriesOf(paths)) {
    batch.push(entry);
    bytes += entry.mail.length;
    const isFull = batch.length >= MAX_MAILS || bytes >= MAX_BATCH_BYTES;
    if (!isFull && Date.now() - since < MAX_BATCH_AGE) continue;
    yield batch;
    batch = [];
    bytes = 0;
    since = Date.now();
  }
  if (batch.length > 0) yield batch;
}

const NOTHING = Buffer.alloc(0);

async function* entriesOf(paths: Iterable<string>): AsyncGenerator<BatchEntry> {
  for (const file of findFiles(paths)) {
    try {
      const whole = readWholeFile(file);
      if (whole !== null) for (const mail of whole) yield { file, mail };
      else for await (const mail of readMails(file)) yield { file, mail };
    } catch (error) {
      yield { file, mail: NOTHING, error: errorText(error) };
    }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
