/** The stream to the event bus, over restarts of the host. */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { deliverSendGrid, sendGridBounce, someone } from './esp.ts';
import { LocalLedger } from './ledger.ts';

const eventsShape = v.array(
  v.object({ 'detail-type': v.string(), detail: v.looseObject({ address: v.string() }) }),
);

async function published(host: LocalLedger): Promise<readonly string[]> {
  const events = v.parse(eventsShape, await (await host.get('/_local/events')).json());
  return events.map((event) => `${event['detail-type']} ${event.detail.address}`);
}

async function bounced(host: LocalLedger): Promise<string> {
  const subject = someone();
  await deliverSendGrid(await host.source('sendgrid'), JSON.stringify([sendGridBounce(subject)]));
  await host.drained();
  return `address.suppressed ${subject.address}`;
}

test('what was published is not published again by a restart', async () => {
  const folder = LocalLedger.temporaryFolder();
  const first = await LocalLedger.start(folder);
  const earlier = await bounced(first);
  await expect.poll(() => published(first), { timeout: 10_000 }).toEqual([earlier]);
  // Whatever is delivered is noted soon after.
  await delay(500);
  await first.kill();

  const second = await LocalLedger.start(folder);
  const later = await bounced(second);
  await expect.poll(() => published(second), { timeout: 10_000 }).toContain(later);
  expect(await published(second)).toEqual([later]);
  await second.stop();
  second.removeData();
});
