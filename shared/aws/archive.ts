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

/** The keys under a prefix, in order; pages are fetched as they are asked for. */
export async function* listObjects(
  connection: AwsConnection,
  bucket: string,
  prefix: string,
): AsyncGenerator<string> {
  let continuation: string | undefined;
  do {
    const query = new URLSearchParams({ 'list-type': '2', prefix });
    if (continuation) query.set('continuation-token', continuation);
    const { body, status } = await callAws(connection, {
      service: 's3',
      action: 'ListObjectsV2',
      method: 'GET',
      path: `/${bucket}?${query}`,
    });
    const xml = body.toString();
    if (!xml.includes('<ListBucketResult')) throw new AwsError('s3', 'ListObjectsV2', 'NotAListing', status);
    yield* textsOf(xml, 'Key');
    [continuation] = textsOf(xml, 'NextContinuationToken');
  } while (continuation);
}
