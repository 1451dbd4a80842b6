/** What the functions' logs on this machine say of rejected webhooks; on AWS, CloudWatch Logs is asked instead. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  addRejections,
  REJECTIONS_SINCE_MS,
  type Rejections,
  type RejectionsBySource,
} from '../shared/doctor/rejections.ts';

/** Of each log the end is read: a day's requests on one machine. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** A line that the webhook function writes for a request (functions/webhook). */
const outcomeLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    source: v.string(),
    detail: v.optional(v.string(), 'signature'),
    Rejected: v.number(),
    _aws: v.object({ Timestamp: v.number() }),
  }),
);

/** The webhooks of the last day that were rejected, by source. */
export function readRejections(logFolder: string, now: number): RejectionsBySource {
  const known = new Map<string, Rejections>();
  for (const name of readdirSync(logFolder)) {
    for (const line of readEnd(join(logFolder, name)).split('\n')) {
      if (!line.includes('"Rejected"')) continue;
      const read = v.safeParse(outcomeLine, line);
      if (!read.success || read.output._aws.Timestamp <= now - REJECTIONS_SINCE_MS) continue;
      const { source, detail, Rejected, _aws } = read.output;
      addRejections(known, source, detail, Rejected, new Date(_aws.Timestamp));
    }
  }
  return known;
}

function readEnd(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, MAX_LOG_BYTES));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
