/** S3: the raw archive, and the bodies too large for a queue message. */
import { hash } from 'node:crypto';
import { type AwsConnection, AwsError, callAws } from './connection.ts';
import { textsOf } from './xml.ts';

function pathOf(bucket: string, key: string): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/** Stores one object; resolves when S3 has it. The same key and bytes may be stored again. */
export async function putObject(
  connection: AwsConnection,
  bucket: string,
  key: string,
  bytes: Buffer,
): Promise<void> {
  await callAws(connection, {
    service: 's3',
    action: 'PutObject',
    method: 'PUT',
    path: pathOf(bucket, key),
    headers: { 'content-type': key.endsWith('.gz') ? 'application/gzip' : 'application/json' },
    body: bytes,
  });
}

/**
 * Stores an object under a key that has none yet, with the checksum that Object Lock asks for. Where the key has one,
 * an earlier attempt stored it, and it stays.
 */
export async function putObjectOnce(
  connection: AwsConnection,
  bucket: string,
  key: string,
  bytes: Buffer,
): Promise<void> {
  const call = {
    service: 's3',
    action: 'PutObject',
    method: 'PUT',
    path: pathOf(bucket, key),
    headers: {
      'content-type': 'application/json',
      'if-none-match': '*',
      'x-amz-checksum-sha256': hash('sha256', bytes, 'base64'),
    },
    body: bytes,
  } as const;
  await callAws(connection, call).catch((error: unknown) => {
    if (!(error instanceof AwsError && error.code === 'PreconditionFailed')) throw error;
  });
}

/** An object's bytes. @throws AwsError with code `NoSuchKey` when there is none of that key. */
export async function getObject(connection: AwsConnection, bucket: string, key: string): Promise<Buffer> {
  const { body } = await callAws(connection, {
    service: 's3',
    action: 'GetObject',
    method: 'GET',
    path: pathOf(bucket, key),
  });
  return body;
}

/** Where a listing begins: after a key, or where the page before ended. Default: at the first key. */
export type ListingStart = { readonly after: string } | { readonly continuation: string };

/** Keys in order, up to a thousand; `continuation` is undefined after the last. */
export interface ListingPage {
  readonly keys: readonly string[];
  readonly continuation: string | undefined;
}

/** One page of the keys under a prefix. */
export async function listObjectsPage(
  connection: AwsConnection,
  bucket: string,
  prefix: string,
  start?: ListingStart,
): Promise<ListingPage> {
  const query = new URLSearchParams({ 'list-type': '2', prefix });
  if (start && 'after' in start) query.set('start-after', start.after);
  if (start && 'continuation' in start) query.set('continuation-token', start.continuation);
  const { body, status } = await callAws(connection, {
    service: 's3',
    action: 'ListObjectsV2',
    method: 'GET',
    path: `/${bucket}?${query}`,
  });
  const xml = body.toString();
  if (!xml.includes('<ListBucketResult')) throw new AwsError('s3', 'ListObjectsV2', 'NotAListing', status);
  const [continuation] = textsOf(xml, 'NextContinuationToken');
  return { keys: textsOf(xml, 'Key'), continuation: continuation || undefined };
}

/** The keys under a prefix, in order, those beyond `after`; pages are fetched as they are asked for. */
export async function* listObjects(
  connection: AwsConnection,
  bucket: string,
  prefix: string,
  after = '',
): AsyncGenerator<string> {
  let start: ListingStart | undefined = after === '' ? undefined : { after };
  do {
    const page: ListingPage = await listObjectsPage(connection, bucket, prefix, start);
    yield* page.keys;
    start = page.continuation === undefined ? undefined : { continuation: page.continuation };
  } while (start);
}
