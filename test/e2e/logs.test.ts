/** Nothing that the functions print names an address, quotes a reply, or holds a secret. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { deliver, deliverSendGrid, sendGridBounce, someone } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let ledger: LocalLedger;
const folder = LocalLedger.temporaryFolder();

beforeAll(async () => {
  ledger = await LocalLedger.start(folder);
});
afterAll(async () => {
  await ledger.stop();
  ledger.removeData();
});

test('whatever comes in and is asked, logs hold names of sources and checks, and numbers', async () => {
  const { topicArn } = await ledger.aws();
  const addresses: string[] = [];
  await Promise.all(
    (await ledger.sources()).map(async (source) => {
      for (const sample of providerSamples.get(source.provider)?.samples ?? []) {
        const subject = someone();
        addresses.push(subject.address);
        await deliver(source, [sample.entry(subject)], topicArn);
        await deliver({ ...source, secret: 'a-forged-secret' }, [sample.entry(subject)], topicArn);
      }
    }),
  );
  const sendgrid = await ledger.source('sendgrid');
  const ann = someone();
  addresses.push(ann.address, 'not an address at all');
  await deliverSendGrid(sendgrid, `[{"email":"${ann.address}`);
  await deliverSendGrid(
    sendgrid,
    JSON.stringify([{ ...sendGridBounce(ann), email: 'not an address at all' }, { email: ann.address }, 7]),
  );
  await ledger.drained();
  await ledger.verdict(ann.address);
  await ledger.get(`/v1/addresses/${encodeURIComponent('not an address at all')}`);
  await ledger.call('PUT', `/v1/suppressions/${ann.address}`, { actor: 'test', reason: 'their-own-reason' });
  await ledger.call('POST', '/v1/classify', { text: '550 a-reply-nobody-should-log' });
  await ledger.call('POST', '/v1/check', { addresses: [ann.address, 'not an address at all'] });

  const logs = join(folder, 'logs');
  const names = readdirSync(logs);
  expect(names.length).toBeGreaterThanOrEqual(3);
  const printed = names.map((name) => readFileSync(join(logs, name), 'utf8')).join('\n');
  expect(printed).toContain('"source":"sendgrid"');
  expect(printed).toContain('"Rejected":1');

  const unspeakable = [
    ...addresses,
    ...['local-secret', 'a-forged-secret', 'their-own-reason', 'a-reply-not-to-log'],
    ...['does not exist', 'user unknown', '550 5.1.1', '@recipients-'],
  ];
  expect(unspeakable.filter((text) => printed.includes(text))).toEqual([]);
}, 60_000);
