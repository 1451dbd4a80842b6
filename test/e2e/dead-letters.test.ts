/** What the dead-letter queue holds, and what becomes of it after repeated redrives. */

import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteMessage, receiveMessages } from '../../shared/aws/queue.ts';
import { ledger as run } from '../cli/running.ts';
import { deliverSendGrid, sendGridBounce, someone } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let host: LocalLedger;
// Each test has its own host: the bounces of the first would open an incident of the source for the second.
beforeEach(async () => {
  host = await LocalLedger.start();
});
afterEach(() => host.stop());

const deadLettersSchema = v.array(v.object({ id: v.string(), source: v.string(), error: v.string() }));

const ledger = (...args: readonly string[]) => run(['dlq', ...args], { env: { LEDGER_URL: host.url } });
/** Deletes what the queue holds, as its retention would. */
async function emptied(): Promise<void> {
  const { region, sqs, deadLetterQueueUrl } = await host.aws();
  const connection = {
    region,
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    endpoint: () => sqs,
  };
  for (const { receipt } of await receiveMessages(connection, deadLetterQueueUrl, 60)) {
    await deleteMessage(connection, deadLetterQueueUrl, receipt);
  }
}
const deadLetters = async () =>
  v.parse(deadLettersSchema, JSON.parse((await ledger('list', '--json')).stdout));

test('a dead letter is shown as the ESP sent it, however it was encoded, after what is wrong with it', async () => {
  const entries = Array.from({ length: 400 }, () => sendGridBounce(someone()));
  const body = JSON.stringify([...entries, { event: 'bounce' }]);
  expect((await deliverSendGrid(await host.source('sendgrid'), body)).status).toBe(200);
  await host.drained();
  const [deadLetter] = await deadLetters();
  const shown = (await ledger('show', deadLetter?.id ?? '')).stdout;
  expect(shown).toMatch(/^entry 400: .*\nsource {4}sendgrid \(sendgrid\)$/m);
  expect(shown.trimEnd().endsWith(body)).toBe(true);
  expect(JSON.parse((await ledger('redrive', '--json')).stdout)).toEqual({ redriven: 1 });
  await host.drained();
  await emptied();
});

test('an entry that stays broken comes back, is listed at once, grows with no redrive and doubles with no replay', async () => {
  const [ann, bob] = [someone(), someone()];
  const body = JSON.stringify([sendGridBounce(ann), { event: 'bounce' }, 7, sendGridBounce(bob)]);
  expect((await deliverSendGrid(await host.source('sendgrid'), body)).status).toBe(200);
  await host.drained();

  const sizes: number[] = [];
  for (let round = 0; round < 3; round++) {
    const found = await deadLetters();
    expect(found).toMatchObject([{ source: 'sendgrid' }]);
    sizes.push((await ledger('show', found[0]?.id ?? '')).stdout.length);
    expect(JSON.parse((await ledger('redrive', '--json')).stdout)).toEqual({ redriven: 1 });
    await host.drained();
  }
  expect(new Set(sizes).size).toBe(1);
  expect((await run(['replay', '--since', '1d'], { env: { LEDGER_URL: host.url } })).code).toBe(0);
  await host.drained();
  expect(await deadLetters()).toHaveLength(1);
  for (const { address } of [ann, bob]) {
    expect(await host.verdict(address)).toMatchObject({ suppressed: true, evidence: [{ code: 2001 }] });
  }
});
