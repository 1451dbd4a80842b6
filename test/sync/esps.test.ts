/** The rules over the clients of every ESP whose list can be read, against its fake. */
import { afterAll, describe, expect, test } from 'vitest';
import { compareLists } from '../../cli/sync/compare-lists.ts';
import { listedEntries } from '../../cli/sync/esp-side.ts';
import { applyChanges, type ChangeResult } from '../../shared/sync/apply-changes.ts';
import type { KnownAddress, OwnSuppression, RememberedChange, SyncChange } from '../../shared/sync/types.ts';
import { FakeClock, type FakeEsp, openFake } from '../esp-api/fake-esp.ts';
import { startAhasend } from '../esp-api/fakes/ahasend.ts';
import { startAzure } from '../esp-api/fakes/azure.ts';
import { startBrevo } from '../esp-api/fakes/brevo.ts';
import { startCustomerio } from '../esp-api/fakes/customerio.ts';
import { startElasticemail } from '../esp-api/fakes/elasticemail.ts';
import { startInfobip } from '../esp-api/fakes/infobip.ts';
import { startLettermint } from '../esp-api/fakes/lettermint.ts';
import { startMailchimp } from '../esp-api/fakes/mailchimp.ts';
import { startMailersend } from '../esp-api/fakes/mailersend.ts';
import { startMailgun } from '../esp-api/fakes/mailgun.ts';
import { startMailjet } from '../esp-api/fakes/mailjet.ts';
import { startMailtrap } from '../esp-api/fakes/mailtrap.ts';
import { startMandrill } from '../esp-api/fakes/mandrill.ts';
import { startPostmark } from '../esp-api/fakes/postmark.ts';
import { startResend } from '../esp-api/fakes/resend.ts';
import { startScaleway } from '../esp-api/fakes/scaleway.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { startSendpulse } from '../esp-api/fakes/sendpulse.ts';
import { startSes } from '../esp-api/fakes/ses.ts';
import { startSmtp2go } from '../esp-api/fakes/smtp2go.ts';
import { startSparkpost } from '../esp-api/fakes/sparkpost.ts';
import { startUnisenderGo } from '../esp-api/fakes/unisender-go.ts';
import { capabilityOf, event, known } from './fixture.ts';

const ADDRESS = 'gone@example.com';
const NOW = new FakeClock().now + 5_000;
const started: FakeEsp[] = [];
afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

/** What the rules give and the ESP does, for an ESP, a list of its, and what the ledger has of the address. */
async function opened(start: () => Promise<FakeEsp>) {
  const fake = await start();
  started.push(fake);
  const capability = await capabilityOf(fake.provider);
  const { suppressions } = await openFake(fake);
  if (suppressions === null) throw new Error('The ESP has lists.');
  const remembered: RememberedChange[] = [];

  async function plan(here: KnownAddress | null, ours: readonly OwnSuppression[] = []) {
    const changes: SyncChange[] = [];
    const lists = {
      theirs: listedEntries(suppressions ?? fail(), capability),
      ours: (async function* () {
        yield ours.map((one) => ({ ...one, address: ADDRESS }));
      })(),
      lookUp: async () => new Map(here === null ? [] : [[ADDRESS, here]]),
      remembered: { find: () => remembered },
      rules: { source: 'esp', list: '*', capability, now: NOW },
    };
    for await (const compared of compareLists(lists, { listed: 0, suppressed: 0, notComparable: 0 })) {
      for (const one of compared) changes.push(...one.changes);
    }
    return changes;
  }

  async function apply(changes: readonly SyncChange[], here: KnownAddress | null): Promise<ChangeResult[]> {
    const results: ChangeResult[] = [];
    const ports = {
      suppressions: suppressions ?? fail(),
      remembered: { add: async (_: string, change: RememberedChange) => void remembered.push(change) },
      lookUp: async () => new Map(here === null ? [] : [[ADDRESS, here]]),
      takeIn: async () => undefined,
      audit: async () => undefined,
      clock: () => NOW,
      makeId: () => 'id',
    };
    for await (const result of applyChanges(changes, ports)) results.push(result);
    fake.settle?.();
    return results;
  }
  return { fake, capability, plan, apply };
}

function fail(): never {
  throw new Error('The ESP has lists.');
}

const released = known([
  event({ kind: 'bounce', at: NOW - 2_000 }),
  event({ kind: 'complaint', at: NOW - 2_000 }),
  event({ kind: 'unsubscribe', at: NOW - 2_000 }),
  event({ kind: 'release', at: NOW - 1_000, source: 'manual', hasProof: true }),
]);

describe.each([
  ['Amazon SES', startSes],
  ['SendGrid', startSendgrid],
  ['Mailgun', () => startMailgun()],
  ['Postmark', startPostmark],
  ['Mandrill', startMandrill],
  ['Brevo', startBrevo],
  ['Resend', startResend],
  ['Mailjet', startMailjet],
  ['SparkPost', startSparkpost],
  ['MailerSend', startMailersend],
  ['Mailtrap', startMailtrap],
  ['SMTP2GO', startSmtp2go],
  ['Azure', startAzure],
  ['Customer.io', startCustomerio],
  ['Elastic Email', startElasticemail],
  ['UniSender Go', startUnisenderGo],
  ['AhaSend', startAhasend],
  ['Scaleway', startScaleway],
  ['Lettermint', startLettermint],
  ['SendPulse', startSendpulse],
  ['Infobip', startInfobip],
  ['Mailchimp', startMailchimp],
] as const)('%s', (_, start) => {
  test('an entry that is unknown here is taken in, unless it ends by itself', async () => {
    const { fake, capability, plan } = await opened(start);
    for (const { name } of capability.lists.filter(({ read }) => read === 'whole')) {
      fake.seedSuppression?.(name, ADDRESS);
    }
    const changes = await plan(null);
    for (const change of changes) expect(change).toMatchObject({ action: 'take-in', address: ADDRESS });
    const ends = capability.lists.some(({ expires }) => expires !== 'never');
    if (!ends) expect(changes.length).toBeGreaterThan(0);
  });

  test('an entry that was released here is removed alone, or stays where the ESP does not lift it', async () => {
    const { fake, capability, plan, apply } = await opened(start);
    const [list] = capability.lists;
    if (list === undefined) return;
    fake.seedSuppression?.(list.name, ADDRESS);
    fake.seedSuppression?.(list.name, 'other@example.com');
    const changes = (await plan(released)).filter(({ address }) => address === ADDRESS);
    // What ends there by itself is left to end.
    if (list.remove === null || list.expires !== 'never') {
      expect(changes).toEqual([]);
      return;
    }
    expect(changes.map(({ action }) => action)).toEqual(['remove']);
    const [result] = await apply(changes, released);
    expect(['changed', 'accepted']).toContain(result?.outcome);
    expect(fake.addressesOn?.(list.name)).toEqual(['other@example.com']);
    expect(fake.wipes).toEqual([]);
  });

  test('a suppression is added where the ESP holds it as what it is, and agreed on afterwards', async () => {
    const { fake, capability, plan, apply } = await opened(start);
    for (const reason of ['address-unknown', 'complaint', 'unsubscribe', 'manual'] as const) {
      const since = NOW - 3_600_000;
      const ours = [{ reason, since, until: null, list: '*' }];
      const verdicts = known([], { suppressed: true, verdicts: ours });
      const changes = await plan(verdicts, ours);
      if (changes.length === 0) continue;
      expect(changes).toMatchObject([{ action: 'add', address: ADDRESS }]);
      const [result] = await apply(changes, verdicts);
      expect([reason, result?.outcome]).toEqual([reason, expect.stringMatching(/^(changed|accepted)$/)]);
      expect(await plan(verdicts, ours)).toEqual([]);
      expect(fake.wipes).toEqual([]);
      return;
    }
    // Nothing of the ledger's can be held there as what it is.
    const exact = Object.entries(capability.add).filter(([reason, as]) => reason === as?.becomes);
    expect(exact).toEqual([]);
  });
});
