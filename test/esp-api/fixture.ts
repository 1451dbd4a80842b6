import { afterAll } from 'vitest';
import type { FakeEsp } from './fake-esp.ts';

/** The URL of a source, as `sources add` prints it. */
export const SOURCE_URL = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news-k3y';
/** The same with a secret of ours as user and password. */
export const SOURCE_URL_WITH_SECRET =
  'https://ledger:s3cret-s3cret-s3cret@abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news';

/** Starts fakes and stops them when the suite ends. Call it inside `describe`. */
export function fakesOf<T extends FakeEsp>(start: () => Promise<T>): () => Promise<T> {
  const started: T[] = [];
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));
  return async () => {
    const fake = await start();
    started.push(fake);
    return fake;
  };
}
