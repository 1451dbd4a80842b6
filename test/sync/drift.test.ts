/** Drift between the ledger and an ESP's list, over the real clients and the ESPs' fakes: the one right action. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareLists } from '../../cli/sync/compare-lists.ts';
import { listedEntries } from '../../cli/sync/esp-side.ts';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { EspApi, EspSuppression, SupportedSuppressions } from '../../shared/esp-api/types.ts';
import { applyChanges } from '../../shared/sync/apply-changes.ts';
import type {
  KnownAddress,
  KnownEvent,
  OwnSuppression,
  RememberedChange,
  SyncChange,
} from '../../shared/sync/types.ts';
import { type FakeEsp, openFake, type StartFake } from '../esp-api/fake-esp.ts';
import { startAhasend } from '../esp-api/fakes/ahasend.ts';
import { type FakeBrevo, startBrevo } from '../esp-api/fakes/brevo.ts';
import { startElasticemail } from '../esp-api/fakes/elasticemail.ts';
import { startMailersend } from '../esp-api/fakes/mailersend.ts';
import { startMailgun } from '../esp-api/fakes/mailgun.ts';
import { startPostmark } from '../esp-api/fakes/postmark.ts';
import { startResend } from '../esp-api/fakes/resend.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { startSes } from '../esp-api/fakes/ses.ts';
import { startUnisenderGo } from '../esp-api/fakes/unisender-go.ts';
import { event, known, own } from './fixture.ts';

const ADDRESS = 'ann@mail.example';
const DAY = 86_400_000;
/** Some fakes date what is added by the machine's clock; the lags have passed. */
const ADDED = Date.now();
const NOW = ADDED + 7_200_000;

class Drift {
  readonly #fake: FakeEsp;
  readonly #api: EspApi;
  readonly #capability: SupportedSuppressions;
  readonly #remembered: RememberedChange[] = [];
  here: KnownAddress | null = null;
  allowInexact = false;

  constructor(fake: FakeEsp, api: EspApi, capability: SupportedSuppressions) {
    this.#fake = fake;
    this.#api = api;
    this.#capability = capability;
  }

  get #lists() {
    if (this.#api.suppressions === null) throw new Error('The ESP has no lists.');
    return this.#api.suppressions;
  }

  /** The entries of the address, as the ESP shows them in its whole list. */
  async entries(): Promise<readonly EspSuppression[]> {
    this.#fake.settle?.();
    const found: EspSuppression[] = [];
    for await (const page of listedEntries(this.#lists, this.#capability)) found.push(...page);
    return found.filter(({ address }) => address === ADDRESS);
  }

  async plan(): Promise<readonly SyncChange[]> {
    this.#fake.settle?.();
    const ours = (this.here?.suppressed ? this.here.verdicts : []).map((one) => ({
      ...one,
      address: ADDRESS,
    }));
    const lists = {
      theirs: listedEntries(this.#lists, this.#capability),
      ours: (async function* () {
        yield ours;
      })(),
      lookUp: this.#lookUp,
      remembered: { find: () => this.#remembered },
      rules: {
        source: 'esp',
        list: '*',
        capability: this.#capability,
        now: NOW,
        allowInexact: this.allowInexact,
      },
    };
    const changes: SyncChange[] = [];
    for await (const compared of compareLists(lists, { listed: 0, suppressed: 0, notComparable: 0 })) {
      for (const one of compared) if (one.address === ADDRESS) changes.push(...one.changes);
    }
    return changes;
  }

  async apply(changes: readonly SyncChange[]): Promise<readonly string[]> {
    const outcomes: string[] = [];
    const ports = {
      suppressions: this.#lists,
      remembered: { add: async (_: string, change: RememberedChange) => void this.#remembered.push(change) },
      lookUp: this.#lookUp,
      takeIn: async () => undefined,
      audit: async () => undefined,
      clock: () => ADDED,
      makeId: () => 'id',
    };
    for await (const { outcome } of applyChanges(changes, ports)) outcomes.push(outcome);
    return outcomes;
  }

  #lookUp = async () => new Map(this.here === null ? [] : [[ADDRESS, this.here]]);
}

function suppressedHere(...verdicts: readonly OwnSuppression[]): KnownAddress {
  return known([], { suppressed: true, verdicts });
}

function releasedHere(at: number, given: Partial<KnownEvent> = {}): KnownAddress {
  return known([event({ kind: 'release', at, source: 'manual', ...given })]);
}

const actionsOf = (changes: readonly SyncChange[]) => changes.map(({ action, as }) => `${action} ${as}`);

/** What is right at each ESP for an entry on its list of hard bounces. */
const esps: readonly {
  readonly start: StartFake;
  readonly list: string;
  /** Released here, after its date. */
  readonly released: readonly string[];
  /** A dead address that only we have. */
  readonly onlyHere: readonly string[];
  readonly onlyHereAsOther: readonly string[];
}[] = [
  {
    start: startMailgun,
    list: 'bounces',
    released: ['remove hard-bounce'],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
  {
    start: startPostmark,
    list: 'suppressions',
    released: ['remove hard-bounce'],
    onlyHere: [],
    onlyHereAsOther: ['add manual'],
  },
  {
    start: startSendgrid,
    list: 'bounces',
    released: ['remove hard-bounce'],
    onlyHere: [],
    onlyHereAsOther: ['add unsubscribe'],
  },
  {
    start: startSes,
    list: 'suppressions',
    released: ['remove hard-bounce'],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
  {
    start: startBrevo,
    list: 'blocked',
    released: ['remove hard-bounce'],
    onlyHere: [],
    onlyHereAsOther: [],
  },
  {
    start: startResend,
    list: 'suppressions',
    released: ['remove hard-bounce'],
    onlyHere: [],
    onlyHereAsOther: ['add manual'],
  },
  // Every entry of AhaSend ends by itself.
  {
    start: startAhasend,
    list: 'suppressions',
    released: [],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
  {
    start: startElasticemail,
    list: 'bounces',
    released: ['remove hard-bounce'],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
  {
    start: startMailersend,
    list: 'hard-bounces',
    released: ['remove hard-bounce'],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
  {
    start: startUnisenderGo,
    list: 'suppressions',
    released: ['remove hard-bounce'],
    onlyHere: ['add hard-bounce'],
    onlyHereAsOther: ['add hard-bounce'],
  },
];

describe.each(esps)('$start.name', ({ start, list, released, onlyHere, onlyHereAsOther }) => {
  const started: FakeEsp[] = [];
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));
  async function open(isListed: boolean): Promise<Drift> {
    const fake = await start();
    started.push(fake);
    if (isListed) fake.seedSuppression?.(list, ADDRESS);
    const api = await openFake(fake);
    const capability = (await loadEspApi(fake.provider))?.capabilities.suppressions;
    if (!capability?.supported) throw new Error('The ESP has no lists.');
    return new Drift(fake, api, capability);
  }
  const dateOf = async (drift: Drift) => (await drift.entries())[0]?.createdAt ?? NOW - 2 * DAY;

  test('unknown here: taken in, and nothing is changed there', async () => {
    const drift = await open(true);
    const changes = await drift.plan();
    expect(actionsOf(changes)).toEqual(['take-in hard-bounce']);
    await drift.apply(changes);
    drift.here = suppressedHere(own());
    expect(await drift.plan()).toEqual([]);
    expect(await drift.entries()).toHaveLength(1);
  });

  test('suppressed on both sides: nothing', async () => {
    const drift = await open(true);
    drift.here = suppressedHere(own());
    expect(await drift.plan()).toEqual([]);
  });

  test('released here after its date: removed there, unless it ends there, and then nothing is left to do', async () => {
    const drift = await open(true);
    drift.here = releasedHere((await dateOf(drift)) + 2 * DAY);
    const changes = await drift.plan();
    expect(actionsOf(changes)).toEqual(released);
    expect(await drift.apply(changes)).toEqual(released.map(() => expect.stringMatching(/changed|accepted/)));
    expect(await drift.entries()).toHaveLength(released.length === 0 ? 1 : 0);
    expect(await drift.plan()).toEqual([]);
  });

  test('released here before its date: taken in, and it stays there', async () => {
    const drift = await open(true);
    const [entry] = await drift.entries();
    drift.here = releasedHere((entry?.createdAt ?? 0) - 2 * DAY);
    const expected = entry?.createdAt === null ? [] : ['take-in hard-bounce'];
    expect(actionsOf(await drift.plan())).toEqual(expected);
  });

  test('only here: added as what it is, and as something else only where that is allowed', async () => {
    const drift = await open(false);
    drift.here = suppressedHere(own());
    expect(actionsOf(await drift.plan())).toEqual(onlyHere);
    drift.allowInexact = true;
    const changes = await drift.plan();
    expect(actionsOf(changes)).toEqual(onlyHereAsOther);
    await drift.apply(changes);
    expect(await drift.plan()).toEqual([]);
  });

  test('a hold with an end: added only where the entry has the same end', async () => {
    const drift = await open(false);
    drift.here = suppressedHere(own({ until: NOW + DAY }));
    for (const change of await drift.plan()) expect(change).toMatchObject({ expiresAt: NOW + DAY });
  });
});

describe('one removal that takes away several entries of an address', () => {
  let brevo: FakeBrevo;
  let drift: Drift;
  beforeAll(async () => {
    brevo = await startBrevo();
    const capability = (await loadEspApi('brevo'))?.capabilities.suppressions;
    if (!capability?.supported) throw new Error('Brevo has lists.');
    drift = new Drift(brevo, await openFake(brevo), capability);
  });
  afterAll(() => brevo.server.stop());
  const list = (...codes: readonly string[]) =>
    brevo.contacts.splice(
      0,
      brevo.contacts.length,
      ...codes.map((code, index) => ({ email: ADDRESS, senderEmail: `${index}@sender.example`, code })),
    );

  test('a complaint to one sender keeps the bounce of another, without a proof', async () => {
    list('contactFlaggedAsSpam', 'hardBounce');
    drift.here = releasedHere(NOW - DAY);
    expect(await drift.plan()).toEqual([]);
  });

  test('with a proof both go', async () => {
    list('contactFlaggedAsSpam', 'hardBounce');
    drift.here = releasedHere(NOW - DAY, { hasProof: true });
    const changes = await drift.plan();
    expect(actionsOf(changes)).toEqual(['remove complaint', 'remove hard-bounce']);
    await drift.apply(changes);
    expect(brevo.contacts).toEqual([]);
  });

  test('a complaint since the plan keeps what the plan would have removed', async () => {
    list('hardBounce');
    drift.here = releasedHere(NOW - DAY);
    const changes = await drift.plan();
    expect(actionsOf(changes)).toEqual(['remove hard-bounce']);
    list('hardBounce', 'contactFlaggedAsSpam');
    expect(await drift.apply(changes)).toEqual(['outdated']);
    expect(brevo.contacts).toHaveLength(2);
  });
});
