/** A reader of archive, dead letters, table and logs learns no source's secret, and in a hashed ledger no address. */

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceSecretName } from '../../shared/aws/secret-names.ts';
import { providerNames } from '../../shared/providers/registry.ts';
import { samplesOf } from '../e2e/esp.ts';
import { LocalLedger, type Source } from '../e2e/ledger.ts';
import { signedRequest, suppressingSample, victim } from './forgeries.ts';
import { send, sourcesByName, startHost } from './hosts.ts';
import { deadLettersOf, itemsOf, logsIn, objectsOf, type StoredData } from './stored-data.ts';

const folder = LocalLedger.temporaryFolder();
let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;
let stored: { archive: StoredData; deadLetters: StoredData; table: StoredData; logs: StoredData };
const subjects = new Map<string, ReturnType<typeof victim>>();

/** Characters that JSON, forms and URLs each spell in a way of their own. */
const secretOf = (provider: string) => `sEcr3t/+&=of-${provider}`;

beforeAll(async () => {
  ledger = await startHost('hashed', folder);
  topicArn = (await ledger.aws()).topicArn;
  await giveSecrets();
  sourceOf = await sourcesByName(ledger);
  for (const provider of providerNames) await sendAll(provider);
  await ledger.drained();
  stored = {
    archive: await objectsOf(ledger),
    deadLetters: await deadLettersOf(ledger),
    table: await itemsOf(ledger),
    logs: logsIn(folder),
  };
});
afterAll(async () => {
  await ledger.stop();
  ledger.removeData();
});

/** A secret of its own for each source that has no key pair, before any is asked for. */
async function giveSecrets(): Promise<void> {
  const { ssm, secretsPrefix } = v.parse(
    v.object({ ssm: v.string(), secretsPrefix: v.string() }),
    await (await ledger.get('/_local/aws')).json(),
  );
  for (const { provider, url } of await ledger.sources()) {
    if (samplesOf(provider).keyPair !== undefined) continue;
    const parameter = { secrets: [secretOf(provider)], urlKeys: [url.split('/').at(-1)] };
    const written = await fetch(ssm, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSSM.PutParameter', 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({
        Name: sourceSecretName(secretsPrefix, provider),
        Value: JSON.stringify(parameter),
        Type: 'SecureString',
        Overwrite: true,
      }),
    });
    expect(written.status).toBe(200);
  }
}

/** ESPs that put the secret into the body, into the URL and into a header: their large bodies are looked at, too. */
const LARGE: readonly string[] = ['socketlabs', 'smtp2go', 'generic'];

/** An event as it is, one that repeats URL and secret, one too large for the queue, and one that cannot be parsed. */
async function sendAll(provider: string): Promise<void> {
  const source = sourceOf(provider);
  const subject = victim();
  subjects.set(provider, subject);
  const repeated = { url: source.url, escaped: encodeURIComponent(source.url), secret: source.secret };
  const entryOf = (id: string, more: object, address = subject.address) =>
    withMore(suppressingSample(provider).entry({ ...subject, id: `${subject.id}-${id}`, address }), more);
  const post = async (entry: unknown) =>
    (await send(signedRequest({ source, entries: [entry], topicArn }))).status;
  expect([provider, await post(suppressingSample(provider).entry(subject))]).toEqual([provider, 200]);
  expect([provider, await post(entryOf('repeated', repeated))]).toEqual([provider, 200]);
  if (LARGE.includes(provider)) expect(await post(entryOf('large', { ...repeated, padding }))).toBe(200);
  await post(entryOf('invalid', repeated, 'no address'));
}

/** Beyond what a message of the queue holds, compressed. */
const padding = Array.from({ length: 40_000 }, (_, n) => Math.sin(n).toString(36)).join(' ');

function withMore(entry: unknown, more: object): unknown {
  return typeof entry === 'object' && entry !== null ? { ...entry, unknown_to_the_parser: more } : entry;
}

/** In which of these texts a secret stands, in any spelling. */
function findIn(texts: StoredData, secret: string): readonly string[] {
  const spellings = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    secret.replaceAll('/', '\\/'),
  ];
  return [...texts].flatMap(([place, text]) => (spellings.some((one) => text.includes(one)) ? [place] : []));
}

describe.each(providerNames)('of a source of %s', (provider) => {
  test.each(['archive', 'deadLetters', 'table', 'logs'] as const)('%s holds no secret', (place) => {
    const { secret, url } = sourceOf(provider);
    const urlKey = url.split('/').at(-1) ?? '';
    expect(findIn(stored[place], secret)).toEqual([]);
    expect(findIn(stored[place], urlKey)).toEqual([]);
  });

  test('the events are there all the same', () => {
    const { mailbox } = subjects.get(provider) ?? victim();
    expect(findIn(stored.archive, mailbox)).not.toEqual([]);
  });
});

test('bodies too large for the queue, and dead letters, were among what was searched', () => {
  const places = [...stored.archive.keys()];
  expect(places.some((place) => place.startsWith('s3://big/'))).toBe(true);
  expect(stored.deadLetters.size).toBeGreaterThan(10);
});

describe('of a hashed ledger', () => {
  const changed = victim();

  beforeAll(async () => {
    const { address } = subjects.get('generic') ?? changed;
    const source = sourceOf('generic');
    const diagnostic = '550 5.1.1 Zacharias Quux has left the company';
    const entry = { id: 'named', kind: 'bounce', permanent: true, recipient: address, diagnostic };
    expect((await send(signedRequest({ source, entries: [entry], topicArn }))).status).toBe(200);
    await ledger.call('PUT', `/v1/suppressions/${changed.address}`, {
      actor: 'operator',
      reason: `asked by ${changed.address}`,
    });
    await ledger.drained();
  });

  test('the table names no recipient and quotes no reply', async () => {
    const table = await itemsOf(ledger);
    const mailboxes = [changed, ...subjects.values()].map(({ mailbox }) => mailbox);
    expect(table.size).toBeGreaterThan(subjects.size);
    expect(mailboxes.flatMap((mailbox) => findIn(table, mailbox))).toEqual([]);
    expect(findIn(table, 'Quux')).toEqual([]);
  });

  test('the audit trail names no address, and no hash that a list of addresses would find', async () => {
    const objects = await objectsOf(ledger);
    const trail = new Map([...objects].filter(([key]) => key.startsWith('s3://audit/')));
    expect(trail.size).toBeGreaterThan(0);
    const digest = createHash('sha256').update(changed.address);
    const spellings = [digest.copy().digest('hex'), digest.digest('base64url').slice(0, 22)];
    for (const told of [changed.mailbox, ...spellings]) {
      expect([told, findIn(trail, told)]).toEqual([told, []]);
      expect([...trail.keys()].filter((key) => key.includes(told))).toEqual([]);
    }
  });
});
