/** What the webhook API of every ESP holds to. */
import { afterAll, beforeEach, expect, it } from 'vitest';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { EspApi, SupportedWebhooks, WebhookApi } from '../../shared/esp-api/types.ts';
import { type FakeEsp, isWrite, openFake, type StartFake } from './fake-esp.ts';
import type { FakeRequest } from './fake-server.ts';

export interface WebhookBehaviourOptions {
  /** The source's URL, with the secret where the ESP carries it there. */
  readonly url?: string;
  readonly secret?: string;
  /** Where the ESP reads by POST. */
  readonly isWrite?: (request: FakeRequest) => boolean;
  /** The ESP refuses two webhooks with one URL, or holds them as one. */
  readonly cannotDuplicate?: boolean;
}

const HOST = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks';

export function describeWebhooks(start: StartFake, options: WebhookBehaviourOptions = {}): void {
  const { url = `${HOST}/news-k3y`, isWrite: writes = isWrite, secret } = options;
  const desired = { url, ...(secret === undefined ? {} : { secret }) };
  const theirs = 'https://other.example.com/hooks/crm';
  let fake: FakeEsp;
  const started: FakeEsp[] = [];

  beforeEach(async () => {
    fake = await start();
    started.push(fake);
  });
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  const parts = async (): Promise<{ api: EspApi; hooks: WebhookApi; capability: SupportedWebhooks }> => {
    const api = await openFake(fake);
    const definition = await loadEspApi(fake.provider);
    const capability = definition.capabilities.webhooks;
    if (api.webhooks === null || !capability.supported) throw new Error('The ESP has no webhook API.');
    return { api, hooks: api.webhooks, capability };
  };
  const writesMade = () => fake.server.exchanges.filter(({ request }) => writes(request));
  const connect = async () => {
    const { hooks } = await parts();
    return hooks.apply(await hooks.plan(desired));
  };

  it('shows what it would create, and sends nothing that changes anything', async () => {
    const { hooks, capability } = await parts();
    const plan = await hooks.plan(desired);
    expect(plan.found).toEqual([]);
    if (capability.create) expect(plan.changes.map(({ action }) => action)).toContain('create');
    else expect(plan.findings).toMatchObject([{ check: 'webhook-missing', status: 'problem' }]);
    expect(writesMade()).toEqual([]);
  });

  it('creates the webhook with exactly the events that the parser uses, on and signed', async () => {
    const { hooks, capability } = await parts();
    if (!capability.create) return;
    const applied = await hooks.apply(await hooks.plan(desired));
    expect(applied.unconfirmed).toEqual([]);
    const found = await hooks.find(url);
    expect(found).toHaveLength(1);
    const [webhook] = found;
    expect(webhook?.events?.toSorted()).toEqual(capability.events.map(({ name }) => name).toSorted());
    expect(webhook?.enabled).not.toBe(false);
    expect(webhook?.signing).not.toBe('off');
    if (capability.signingKey === 'readable' || capability.signingKey === 'at-creation') {
      expect(applied.signingKeys.map((key) => key.reveal().length > 8)).toEqual([true]);
    }
    if (webhook && hooks.readSigningKey) {
      const key = await hooks.readSigningKey(webhook);
      expect(key?.equals(applied.signingKeys[0]?.reveal() ?? '')).toBe(true);
    }
  });

  it('has nothing to change the second time', async () => {
    const { hooks, capability } = await parts();
    if (!capability.create) return;
    await connect();
    const before = writesMade().length;
    const again = await hooks.plan(desired);
    expect(again.changes).toEqual([]);
    expect(again.findings).toEqual([]);
    await hooks.apply(again);
    expect(writesMade()).toHaveLength(before);
  });

  it('leaves every other webhook of the account as it was', async () => {
    fake.seedWebhook?.({ url: theirs, events: ['click'] });
    const before = JSON.stringify(fake.webhooks?.());
    const { hooks } = await parts();
    const theirsBefore = await hooks.find(theirs);
    await connect();
    expect(await hooks.find(theirs)).toEqual(theirsBefore);
    expect(before).not.toBe('[]');
    expect(fake.wipes).toEqual([]);
  });

  it('completes the events of the webhook it finds, and unticks what costs requests', async () => {
    const { hooks, capability } = await parts();
    if (!capability.update) return;
    const [first] = capability.events;
    const events = [first?.name ?? '', ...capability.needlessEvents.slice(0, 1)];
    fake.seedWebhook?.({ url, events });
    const plan = await hooks.plan(desired);
    expect(plan.changes.flatMap(({ fields }) => fields.map(({ field }) => field))).toContain('events');
    const { unconfirmed } = await hooks.apply(plan);
    expect(unconfirmed).toEqual([]);
    const [webhook] = await hooks.find(url);
    expect(webhook?.events?.toSorted()).toEqual(capability.events.map(({ name }) => name).toSorted());
  });

  it('switches on what the ESP or an operator has switched off', async () => {
    const { hooks, capability } = await parts();
    if (!capability.hasEnabledFlag || !capability.update) return;
    const events = capability.events.map(({ name }) => name);
    fake.seedWebhook?.({ url, events, enabled: false });
    expect((await hooks.find(url))[0]?.enabled).toBe(false);
    const { unconfirmed } = await connect();
    expect(unconfirmed).toEqual([]);
    expect((await hooks.find(url))[0]?.enabled).toBe(true);
  });

  it('moves the webhook of an earlier URL to the present one', async () => {
    const { hooks, capability } = await parts();
    if (!capability.update) return;
    const former = `${HOST}/news-old`;
    fake.seedWebhook?.({ url: former, events: capability.events.map(({ name }) => name) });
    const plan = await hooks.plan({ ...desired, formerUrls: [former] });
    expect(plan.changes.some(({ action }) => action === 'create')).toBe(false);
    await hooks.apply(plan);
    expect(await hooks.find(former)).toEqual([]);
    expect(await hooks.find(url)).toHaveLength(1);
  });

  it('reports two webhooks at the URL, and removes neither', async () => {
    if (options.cannotDuplicate) return;
    const { hooks, capability } = await parts();
    const events = capability.events.map(({ name }) => name);
    fake.seedWebhook?.({ url, events });
    fake.seedWebhook?.({ url: `${url}?copy=1`, events });
    const plan = await hooks.plan(desired);
    expect(plan.findings).toMatchObject([{ check: 'webhook-duplicate', status: 'warning' }]);
    await hooks.apply(plan);
    expect((await hooks.list()).length).toBeGreaterThanOrEqual(2);
  });

  it('is completed by a second run after any call has failed', async () => {
    const { capability } = await parts();
    if (!capability.create) return;
    await connect();
    const calls = writesMade().length;
    for (let index = 0; index < calls; index++) {
      fake = await start();
      started.push(fake);
      fake.server.inject({
        when: writes,
        after: index,
        times: 9,
        does: { status: 503, text: 'Service Unavailable' },
      });
      await expect(connect()).rejects.toMatchObject({ kind: 'unavailable' });
      fake.server.reset();
      const { hooks } = await parts();
      await hooks.apply(await hooks.plan(desired));
      expect((await hooks.plan(desired)).changes).toEqual([]);
      expect(await hooks.find(url)).toHaveLength(1);
    }
  });

  it('sends the test event to the one webhook', async () => {
    const { hooks, capability } = await parts();
    if (capability.testEvent !== 'on-request') return;
    await connect();
    const [webhook] = await hooks.find(url);
    if (webhook === undefined) throw new Error('The webhook is missing.');
    await hooks.sendTestEvent?.(webhook);
    const last = fake.server.exchanges.at(-1);
    expect(last?.answer?.status).toBeLessThan(300);
    expect(`${last?.request.path} ${last?.request.body}`).toContain(webhook.id);
  });
}
