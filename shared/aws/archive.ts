/** S3: the raw archive, and the bodies too large for a queue message. */
import { AwsCallFailed, type AwsConnection, callAws } from './connection.ts';

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

/** An object's bytes. @throws AwsCallFailed with code `NoSuchKey` when there is none of that key. */
export async function getObject(connection: AwsConnection, bucket: string, key: string): Promise<Buffer> {
  const { body } = await callAws(connection, {
    service: 's3',
    action: 'GetObject',
    method: 'GET',
    path: pathOf(bucket, key),
  });
  return body;
}

/** Deletes an object; fine when there is none. */
export async function deleteObject(connection: AwsConnection, bucket: string, key: string): Promise<void> {
  await callAws(connection, {
    service: 's3',
    action: 'DeleteObject',
    method: 'DELETE',
    path: pathOf(bucket, key),
  });
}

/** The keys under a prefix, in order, `after` excluded; pages are fetched as they are asked for. */
export async function* listObjects(
  connection: AwsConnection,
  bucket: string,
  prefix: string,
  after = '',
): AsyncGenerator<string> {
  let continuation: string | undefined;
  do {
    const query = new URLSearchParams({ 'list-type': '2', prefix });
    if (after) query.set('start-after', after);
    if (continuation) query.set('continuation-token', continuation);
    const { body, status } = await callAws(connection, {
      service: 's3',
      action: 'ListObjectsV2',
      method: 'GET',
      path: `/${bucket}?${query}`,
    });
    const xml = body.toString();
    if (!xml.includes('<ListBucketResult'))
      throw new AwsCallFailed('s3', 'ListObjectsV2', 'NotAListing', status);
    for (const [, key] of xml.matchAll(/<Key>([^<]*)<\/Key>/g)) yield unescapeXml(key ?? '');
    continuation = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(xml)?.[1];
    if (continuation) continuation = unescapeXml(continuation);
  } while (continuation);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    return String.fromCodePoint(Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10));
  });
}
