/** Statistics of a local host, through its webhooks, queue, table and stream, against a plain count of what was sent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { expect, onTestFailed, test } from 'vitest';
import { type StatisticsDocument, statisticsSchema } from '../../shared/api/routes/statistics.ts';
import { deliverSendGrid, sendGridBounce } from './esp.ts';
import { LocalLedger } from './ledger.ts';

const HOUR = 3_600;

/** Some hours of traffic: each message is delivered, bounces or is complained about. */
function traffic(now: number) {
  const domains = ['gmail.com', 'outlook.com', 'yahoo.fr', 'shop.example'];
  return Array.from({ length: 240 }, (_, index) => {
    const address = `user-${index}@${domains[index % domains.length]}`;
    const base = {
      ...sendGridBounce({ address, id: `traffic-${index}`, at: now * 1000 }),
      sg_event_id: `traffic-${index}`,
      timestamp: now - (index % 5) * HOUR,
    };
    if (index % 10 === 0) return base;
    if (index % 10 === 1) return { ...base, event: 'spamreport' };
    return { ...base, event: 'delivered' };
  });
}

const kindOf = { bounce: 'bounce', spamreport: 'complaint', delivered: 'delivered' } as const;

async function statisticsOf(host: LocalLedger): Promise<StatisticsDocument> {
  return v.parse(statisticsSchema, await (await host.get('/v1/statistics?by=hour')).json());
}

const totalOf = ({ rows }: StatisticsDocument) => rows.reduce((sum, { count }) => sum + count, 0);

test('equal a plain count, with events sent twice and a host that is killed', async () => {
  const folder = LocalLedger.temporaryFolder();
  onTestFailed(() => console.error(logsOf(folder, 'Statistics')));
  const now = Math.floor(Date.now() / 1000);
  const events = traffic(now);
  const send = async (host: LocalLedger, from: number, to: number) =>
    deliverSendGrid(await host.source('sendgrid'), JSON.stringify(events.slice(from, to)));

  const first = await LocalLedger.start(folder);
  for (let start = 0; start < 160; start += 20) await send(first, start, start + 20);
  // Some are counted by now, some recorded, some queued.
  await delay(700);
  await first.kill();

  const host = await LocalLedger.start(folder);
  for (let start = 100; start < events.length; start += 20) await send(host, start, start + 20);
  await host.drained();
  const counts = async () => ({
    total: totalOf(await statisticsOf(host)),
    deadLettered: (await host.status()).deadLettered,
  });
  await expect.poll(counts, { timeout: 20_000 }).toEqual({ total: events.length, deadLettered: 0 });
  // Again, all of it: nothing is counted twice.
  await send(host, 0, events.length);
  await host.drained();
  await delay(1_000);

  const expected = new Map<string, number>();
  for (const { event, email, timestamp } of events) {
    const hour = new Date(Math.floor(timestamp / HOUR) * HOUR * 1000).toISOString().replace('.000', '');
    const key = `${hour} ${kindOf[event as keyof typeof kindOf]} ${receiverOf(email)}`;
    expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  const counted = new Map<string, number>();
  for (const { at, kind, receiver, count } of (await statisticsOf(host)).rows) {
    const key = `${at} ${kind} ${receiver}`;
    counted.set(key, (counted.get(key) ?? 0) + count);
  }
  expect(counted).toEqual(expected);
  await host.stop();
  host.removeData();
});

/** What a function of a host wrote to its log. */
function logsOf(folder: string, name: string): string {
  const logs = join(folder, 'logs');
  const files = readdirSync(logs).filter((file) => file.includes(name));
  return files.map((file) => `${file}:\n${readFileSync(join(logs, file), 'utf8')}`).join('\n');
}

function receiverOf(address: string): string {
  const families: Readonly<Record<string, string>> = {
    'gmail.com': 'gmail',
    'outlook.com': 'microsoft',
    'yahoo.fr': 'yahoo',
  };
  return families[address.slice(address.indexOf('@') + 1)] ?? 'other';
}
