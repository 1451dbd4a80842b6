/** What the console of the local host shows beside the API: dead letters, and what is known of the sources. */
import type { ConsoleBackend, SourceStatus } from '../console/server/backend.ts';
import { deadLetterQueue } from '../console/server/dead-letters.ts';
import type { DeadLetterResources } from '../shared/intake/dead-letters.ts';
import { lastEventAt } from '../shared/intake/last-event.ts';
import { userName } from '../shared/user-name.ts';
import type { Source } from './sources.ts';
import { readRejections } from './webhook-log.ts';

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
    actor: userName(),
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
      const rejections = readRejections(logFolder, Date.now());
      return Promise.all(
        sources.map(async ({ source, provider, list }): Promise<SourceStatus> => {
          const lastAt =
            deadLetters &&
            (await lastEventAt(deadLetters.connection, deadLetters.bucket, source, Date.now()));
          const rejected = rejections.get(source)?.byCause ?? {};
          return {
            source,
            provider,
            list,
            secret: 'set',
            lastEventAt: lastAt?.toISOString() ?? null,
            rejected,
          };
        }),
      );
    },
    ...(deadLetters !== null && {
      deadLetters: deadLetterQueue(async () => deadLetters),
    }),
  };
}
