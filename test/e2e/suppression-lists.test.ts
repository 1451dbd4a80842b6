/** What goes out of one ledger and into another: the same answers, or word of what the format cannot hold. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger as run } from '../cli/running.ts';
import { withCommands } from './commands.ts';
import { deliver } from './esp.ts';
import { LocalLedger } from './ledger.ts';

const { host, ledger, fileOf } = withCommands();
let other: LocalLedger;

const DAY = 86_400_000;
/** To the second, as the ledger keeps times. */
const now = Math.floor(Date.now() / 1000) * 1000;

interface Reported {
  readonly kind: string;
  readonly daysAgo: number;
  readonly [field: string]: unknown;
}

const people: Readonly<Record<string, readonly Reported[]>> = {
  'two-lists@round.example': [
    { kind: 'unsubscribe', daysAgo: 9, list: 'news' },
    { kind: 'unsubscribe', daysAgo: 8, list: 'deals' },
  ],
  'one-list-then-gone@round.example': [
    { kind: 'unsubscribe', daysAgo: 9, list: 'news' },
    { kind: 'bounce', daysAgo: 3, permanent: true, diagnostic: '550 5.1.1 User unknown' },
  ],
  'complained-then-gone@round.example': [
    { kind: 'complaint', daysAgo: 9 },
    { kind: 'bounce', daysAgo: 3, permanent: true, diagnostic: '550 5.1.1 User unknown' },
  ],
  'left@round.example': [{ kind: 'unsubscribe', daysAgo: 9 }],
  'no-domain@round.example': [
    { kind: 'bounce', daysAgo: 3, permanent: true, diagnostic: '550 5.1.2 Host unknown' },
  ],
  'disabled@round.example': [
    { kind: 'bounce', daysAgo: 3, permanent: true, diagnostic: '550 5.2.1 Account disabled' },
  ],
  'failed-twice@round.example': [
    { kind: 'bounce', daysAgo: 9, permanent: true, diagnostic: '550 5.0.0 Undelivered' },
    { kind: 'bounce', daysAgo: 3, permanent: true, diagnostic: '550 5.0.0 Undelivered' },
  ],
  'full@round.example': [9, 16, 25].map((daysAgo) => ({
    kind: 'bounce',
    daysAgo,
    permanent: false,
    diagnostic: '452 4.2.2 Mailbox full',
  })),
  'dropped@round.example': [{ kind: 'dropped', daysAgo: 3, listed: true }],
};
const addresses = Object.keys(people);

beforeAll(async () => {
  other = await LocalLedger.start();
  // Every list is within the authority of what an operator imports.
  const rows = addresses.flatMap((address) =>
    (people[address] ?? []).map(({ daysAgo, ...event }, index) => ({
      id: `${address}/${index}`,
      recipient: address,
      occurredAt: new Date(now - daysAgo * DAY).toISOString(),
      ...event,
    })),
  );
  const response = await deliver(await host().source('generic'), rows);
  expect(response.status).toBe(200);
  await host().drained();
});
afterAll(() => other.stop());

/** What a sender and an operator are told; a rule names how the evidence was read, not what it was. */
async function answersOf(of: LocalLedger): Promise<Record<string, unknown>> {
  const answers = addresses.map(async (address) => {
    const { suppressed, lists } = await of.verdict(address);
    return [address, { suppressed, lists: lists.map(({ rule: _, ...verdict }) => verdict) }];
  });
  return Object.fromEntries(await Promise.all(answers));
}

const export_ = (format: string) => ledger('export', '--format', format);

test("a round trip through the ledger's own format ends in the same answers, or says what is lost", async () => {
  const file = fileOf('all.csv', (await export_('csv')).stdout);
  const imported = await run(['import', file], { env: { LEDGER_URL: other.url } });
  await other.drained();
  expect(imported.stderr).toBe(
    '1 row held for several failures: of those the file says one, which is evidence and holds nothing.\n' +
      '1 row held without an end for several failures: suppressed as esp-suppression.\n',
  );
  const lost = {
    'failed-twice@round.example': { suppressed: true, lists: [{ reason: 'esp-suppression', until: null }] },
    'full@round.example': { suppressed: false },
  };
  const { 'failed-twice@round.example': _, 'full@round.example': __, ...same } = await answersOf(host());
  expect(await answersOf(other)).toMatchObject({ ...same, ...lost });
});

describe("an ESP's list for its whole account", () => {
  test.each(['ses', 'sendgrid', 'mailgun', 'postmark', 'sparkpost'])(
    'gets no row of one list and none that ends: %s',
    async (format) => {
      const { stdout, stderr } = await export_(format);
      const written = addresses.filter((address) => stdout.includes(address));
      const wide = addresses.filter((address) => !/^(?:two-lists|disabled|full)@/.test(address));
      expect(written.sort()).toEqual(wide.sort());
      expect(stderr).toBe(
        `Left out 3 rows on one list, which the format ${format} cannot hold; csv holds all rows.\n` +
          `Left out 2 rows with an end, which the format ${format} cannot hold; csv holds all rows.\n`,
      );
    },
  );

  test.each(['ses', 'mailgun', 'sparkpost'])(
    'suppresses without an end where it is read back: %s',
    async (format) => {
      const moved = (text: string) => text.replaceAll('@round.', `@${format}.`);
      const { stdout } = await export_(format);
      const file = fileOf(`${format}.csv`, moved(stdout));
      await run(['import', file], { env: { LEDGER_URL: other.url } });
      await other.drained();
      for (const address of addresses) {
        const { suppressed, until } = await other.verdict(moved(address));
        expect([address, suppressed, until]).toEqual([address, stdout.includes(address), null]);
      }
    },
  );
});

test('every row of an address is found by its code and by its reason', async () => {
  const found = async (query: string) => {
    const answer: unknown = await (await host().get(`/v1/suppressions?${query}`)).json();
    return JSON.stringify(answer);
  };
  for (const query of ['code=2001', 'reason=address-unknown', 'code=2001&reason=address-unknown']) {
    expect(await found(query)).toContain('one-list-then-gone@round.example');
    expect(await found(query)).toContain('complained-then-gone@round.example');
  }
  expect(await found('reason=unsubscribe')).toContain('one-list-then-gone@round.example');
  expect(await found('reason=complaint')).toContain('complained-then-gone@round.example');
});
