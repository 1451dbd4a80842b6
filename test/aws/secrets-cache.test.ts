import { expect, onTestFinished, test } from 'vitest';
import { createSecretsCache } from '../../functions/webhook/secrets-cache.ts';
import { type ScriptedResponse, startScriptedAws } from './scripted-aws.ts';

const parameter = (secret: string): ScriptedResponse => [
  200,
  JSON.stringify({
    Parameter: { Value: JSON.stringify({ secrets: [secret], urlKeys: ['k3y-of-the-url-00'] }) },
  }),
];
const forbidden: ScriptedResponse = [400, '{"__type":"AccessDeniedException"}'];
const missing: ScriptedResponse = [400, '{"__type":"ParameterNotFound"}'];

let now = 0;
async function cacheOver(...answers: readonly ScriptedResponse[]) {
  const aws = await startScriptedAws(...answers);
  onTestFinished(aws.stop);
  now = 1_000_000;
  const cache = createSecretsCache(aws.connection, '/ledger', () => now);
  const read = async (fresh = false) => (await cache('news', fresh))?.secrets[0] ?? null;
  return { read, calls: () => aws.requests.length };
}

test('a source is read once in five minutes', async () => {
  const { read, calls } = await cacheOver(parameter('one'), parameter('two'));
  expect([await read(), await read()]).toEqual(['one', 'one']);
  now += 5 * 60_000;
  expect([await read(), calls()]).toEqual(['two', 2]);
});

test('a fresh read asks SSM at most every ten seconds', async () => {
  const { read, calls } = await cacheOver(parameter('one'), parameter('two'));
  await read();
  for (let n = 0; n < 100; n++) expect(await read(true)).toBe('one');
  expect(calls()).toBe(1);
  now += 10_000;
  expect([await read(true), await read(), calls()]).toEqual(['two', 'two', 2]);
});

test('a fresh read that fails leaves the known secret in place', async () => {
  const { read } = await cacheOver(parameter('one'), forbidden, parameter('two'));
  await read();
  now += 10_000;
  expect([await read(true), await read()]).toEqual(['one', 'one']);
  now += 10_000;
  expect(await read(true)).toBe('two');
});

test('an expired secret stays in place while SSM fails', async () => {
  const { read } = await cacheOver(parameter('one'), forbidden);
  await read();
  now += 60 * 60_000;
  expect(await read()).toBe('one');
});

test('a source that was never read is an error, and is asked for again', async () => {
  const { read } = await cacheOver(forbidden, parameter('one'));
  await expect(read()).rejects.toMatchObject({ code: 'AccessDeniedException' });
  expect(await read()).toBe('one');
});

test('a source without secrets yet is asked for again soon', async () => {
  const { read, calls } = await cacheOver(missing, parameter('one'));
  expect([await read(), await read(true), calls()]).toEqual([null, null, 1]);
  now += 10_000;
  expect(await read(true)).toBe('one');
});
