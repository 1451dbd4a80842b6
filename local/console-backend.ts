/** What the console of the local host shows beside the API: dead letters, and what the functions' logs say of sources. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ConsoleBackend, SourceStatus } from '../console/server/backend.ts';
import {
  type DeadLetterResources,
  listDeadLetters,
  readDeadLetter,
  redriveDeadLetters,
} from '../shared/intake/dead-letters.ts';
import { parseJson } from './json.ts';
import type { Source } from './sources.ts';

export interface LocalConsoleDeps {
  /** `http://127.0.0.1:N` */
  readonly url: string;
  readonly sources: readonly Source[];
  /** Null where the template has no queue. */
  readonly deadLetters: DeadLetterResources | null;
  readonly logFolder: string;
}

/** The backend of the console that the local host serves at `/`. */
export function localConsoleBackend({
  url,
  sources,
  deadLetters,
  logFolder,
}: LocalConsoleDeps): ConsoleBackend {
  return {
    name: 'Local host',
    actor: userInfo().username,
    async api({ method, path, headers, body }) {
      const response = await fetch(url + path, { method, headers, body });
      const type = response.headers.get('content-type') ?? 'application/json';
      return {
        status: response.status,
        headers: { 'content-type': type },
        body: new Uint8Array(await response.arrayBuffer()),
      };
    },
    sources: async () => {
      const seen = webhooksSeen(logFolder, Date.now());
      return sources.map(({ source, provider, list }): SourceStatus => {
        const { lastAt = null, rejected = {} } = seen.get(source) ?? {};
        const lastEventAt = lastAt === null ? null : new Date(lastAt).toISOString();
        return { source, provider, list, secret: 'set', lastEventAt, rejected };
      });
    },
    ...(deadLetters !== null && {
      deadLetters: {
        list: () => listDeadLetters(deadLetters),
        async show(id) {
          const found = await readDeadLetter(deadLetters, id);
          if (found === null) return null;
          const { delivery, message: _message, ...summary } = found;
          return { ...summary, request: delivery };
        },
        redrive: () => redriveDeadLetters(deadLetters),
      },
    }),
  };
}

interface WebhooksSeen {
  /** When the last one was accepted, milliseconds since 1970. */
  lastAt?: number;
  /** Rejected ones of the last day, by cause. */
  readonly rejected: Record<string, number>;
}

const DAY_MS = 86_400_000;
/** Of each log the end is read: a day's requests on one machine. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** A line that the webhook function writes for each request (functions/webhook). */
const outcomeLine = v.object({
  source: v.string(),
  detail: v.optional(v.string(), 'signature'),
  Accepted: v.optional(v.number(), 0),
  Rejected: v.optional(v.number(), 0),
  _aws: v.object({ Timestamp: v.number() }),
});

function webhooksSeen(logFolder: string, now: number): ReadonlyMap<string, WebhooksSeen> {
  const seen = new Map<string, WebhooksSeen>();
  for (const name of readdirSync(logFolder)) {
    for (const line of readEnd(join(logFolder, name)).split('\n')) {
      if (!line.includes('"source"')) continue;
      const read = v.safeParse(outcomeLine, parsed(line));
      if (!read.success) continue;
      const { source, detail, Accepted, Rejected, _aws } = read.output;
      const one = seen.get(source) ?? { rejected: {} };
      if (Accepted > 0) one.lastAt = Math.max(one.lastAt ?? 0, _aws.Timestamp);
      if (Rejected > 0 && _aws.Timestamp > now - DAY_MS) {
        one.rejected[detail] = (one.rejected[detail] ?? 0) + Rejected;
      }
      seen.set(source, one);
    }
  }
  return seen;
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

function parsed(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return null;
  }
}
