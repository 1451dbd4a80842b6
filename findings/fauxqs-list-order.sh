#!/usr/bin/env bash
# fauxqs 2.4.1, an emulator of S3: ListObjectsV2 sorts keys by the machine's locale ("a" before "B"), where S3 sorts them by
# their UTF-8 bytes ("B" before "a"), but compares where a page begins by code unit. Read in pages, a listing of keys in both
# cases leaves some of them out, without an error.
# S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent node@24.21.0 fauxqs@2.4.1
cat > list.mjs <<'JS'
import { startFauxqs } from 'fauxqs';
const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
const bucket = `http://127.0.0.1:${server.port}/letters`;
await fetch(bucket, { method: 'PUT' });
for (const key of ['a', 'B', 'c']) await fetch(`${bucket}/${key}`, { method: 'PUT', body: 'x' });
async function list(query) {
  const text = await (await fetch(`${bucket}?list-type=2${query}`)).text();
  const keys = [...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
  return { keys, next: /<NextContinuationToken>(.*?)</.exec(text)?.[1] };
}
const whole = (await list('')).keys;
const paged = [];
let token = '';
do {
  const { keys, next } = await list(`&max-keys=1${token}`);
  paged.push(...keys);
  token = next === undefined ? '' : `&continuation-token=${encodeURIComponent(next)}`;
} while (token !== '');
console.log('whole:', whole.join(' '), 'in pages:', paged.join(' '));
await server.stop();
JS
seen=$(node_modules/.bin/node list.mjs)
echo "$seen"
[ "$seen" = 'whole: a B c in pages: a c' ]
