/** When the last event of a source was accepted, as the archive's keys tell it. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listeningPort } from '../../local/listening-port.ts';
import type { AwsConnection } from '../../shared/aws/connection.ts';
import { lastEventAt } from '../../shared/intake/last-event.ts';

const NOW = Date.UTC(2026, 10, 23, 18, 0, 0);
/** S3's own. */
const PAGE = 1_000;

let keys: string[] = [];
let listings = 0;

/** ListObjectsV2 over `keys`, as S3 answers it. */
const s3 = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://s3');
  listings++;
  const after = searchParams.get('continuation-token') ?? searchParams.get('start-after') ?? '';
  const rest = keys.filter((key) => key.startsWith(searchParams.get('prefix') ?? '') && key > after).sort();
  const page = rest.slice(0, PAGE);
  const next = rest.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  response.end(`<ListBucketResult>${contents}${next}</ListBucketResult>`);
});
let connection: AwsConnection;
beforeAll(async () => {
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  connection = {
    region: 'us-east-1',
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
    endpoint: () => `http://127.0.0.1:${listeningPort(s3)}`,
  };
});
afterAll(() => s3.close());
beforeEach(() => {
  keys = [];
  listings = 0;
});

const last = () => lastEventAt(connection, 'archive', 'news', NOW);
const keyAt = (at: Date, id: number) => {
  const [day = '', time = ''] = at.toISOString().split('T');
  const second = time.slice(0, 8).replaceAll(':', '');
  return `raw/${day.replaceAll('-', '/')}/news/${second}-${String(id).padStart(16, '0')}.jsonl.gz`;
};

describe('the last event of a source', () => {
  test('is the newest object of its newest day', async () => {
    keys = [
      'raw/2026/11/20/news/235959-0000000000000001.jsonl.gz',
      'raw/2026/11/22/news/081502-0000000000000002.jsonl.gz',
      'raw/2026/11/22/news/101502-0000000000000003.jsonl.gz',
      'raw/2026/11/23/other/120000-0000000000000004.jsonl.gz',
    ];
    expect(await last()).toEqual(new Date('2026-11-22T10:15:02Z'));
    expect(listings).toBe(2);
  });

  test('is not known of a source that sent none within a week', async () => {
    keys = ['raw/2026/11/15/news/235959-0000000000000001.jsonl.gz'];
    expect(await last()).toBeNull();
    expect(listings).toBe(8);
  });

  test.each([
    ['all of one second', () => 36_902],
    ['spread over the day', (index: number) => Math.floor((index * 86_399) / 20_000)],
    ['in the morning, and one at night', (index: number) => (index === 19_999 ? 86_399 : index % 3_600)],
  ])('of a day with 20,000 objects is found in few listings: %s', async (_, secondOf) => {
    const midnight = Date.UTC(2026, 10, 23);
    keys = Array.from({ length: 20_000 }, (_each, index) =>
      keyAt(new Date(midnight + secondOf(index) * 1_000), index),
    );
    const newest = Math.max(...Array.from({ length: 20_000 }, (_each, index) => secondOf(index)));
    expect(await last()).toEqual(new Date(midnight + newest * 1_000));
    expect(listings).toBeLessThanOrEqual(40);
  });
});
