import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThread } from '../../local/emulators/worker.ts';

let storage: Awaited<ReturnType<typeof startThread>>;
beforeAll(async () => {
  storage = await startThread(new URL('../../local/emulators/fauxqs-worker.ts', import.meta.url), {
    folder: null,
  });
  await fetch(`${storage.endpoint}/archive`, { method: 'PUT' });
});
afterAll(() => storage.stop());

test('the keys of a bucket come in the order of S3, and none is left out between pages', async () => {
  const keys = ['raw/News/1', 'raw/news-b/1', 'raw/news/1', 'raw/news_b/1', 'raw/news2/1'].sort();
  for (const key of keys.toReversed()) {
    await fetch(`${storage.endpoint}/archive/${key}`, { method: 'PUT', body: 'x' });
  }
  const listed: string[] = [];
  for (let start: string | undefined = ''; start !== undefined; ) {
    const response: Response = await fetch(`${storage.endpoint}/archive?list-type=2&max-keys=1${start}`);
    const page = await response.text();
    listed.push(...Array.from(page.matchAll(/<Key>(.*?)<\/Key>/g), ([, key = '']) => key));
    const next = /<NextContinuationToken>(.*?)</.exec(page)?.[1];
    start = next === undefined ? undefined : `&continuation-token=${encodeURIComponent(next)}`;
  }
  expect(listed).toEqual(keys);
});
