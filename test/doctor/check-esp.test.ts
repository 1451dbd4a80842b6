/** What `doctor` says of each error that a webhook can have at its ESP: every ESP where it can happen. */
import { describe, expect, it } from 'vitest';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { checkedOf, esps, statusOf, wrongKeyOf } from './esps.ts';

const HTML = { status: 200, text: '<html>Log in</html>', headers: { 'content-type': 'text/html' } };
const LIMITED = { status: 429, json: { message: 'Too many requests' }, headers: { 'retry-after': '3600' } };

function find(findings: readonly DoctorFinding[], check: string): DoctorFinding {
  const found = findings.find((finding) => finding.check === check && finding.status !== 'ok');
  if (found === undefined) throw new Error(`No finding ${check} in ${JSON.stringify(findings)}`);
  return found;
}

describe.each(esps)('%s', (_name, start) => {
  const checkedFake = checkedOf(start);
  const connected = async () => {
    const checked = await checkedFake();
    if (checked.capability.create) await checked.connect();
    else checked.seed();
    return checked;
  };

  it('finds no problem with a source that is connected, and changes nothing', async () => {
    const checked = await connected();
    const before = JSON.stringify(checked.fake.webhooks?.());
    const findings = await checked.check();
    expect(findings.filter(({ status }) => status === 'problem')).toEqual([]);
    expect(statusOf(findings, 'webhook-url')).toBe('ok');
    expect(statusOf(findings, 'api-key')).toBe('ok');
    expect(JSON.stringify(checked.fake.webhooks?.())).toBe(before);
  });

  it('names a key that the ESP rejects, asks for another, and prints neither', async () => {
    const { check, fake } = await checkedFake();
    const apiKey = wrongKeyOf(fake.provider);
    const findings = await check({ apiKey });
    expect(find(findings, 'api-key')).toMatchObject({
      status: 'problem',
      fix: 'Give another: bounce-ledger sources connect news --api-key -',
    });
    for (const part of [...apiKey.split(':'), ...fake.key.split(':')])
      expect(JSON.stringify(findings)).not.toContain(part);
  });

  it('names the permission that the key lacks', async () => {
    const { check, fake } = await connected();
    if (fake.forbid === undefined) return;
    fake.forbid('webhooks');
    const findings = await check();
    const text = JSON.stringify(findings.filter(({ status }) => status !== 'ok'));
    expect(text).toMatch(/api-key|esp-api/);
    expect(text).toContain('bounce-ledger sources connect news --api-key -');
  });

  it('names a webhook that is missing, and the others of this ledger', async () => {
    const checked = await checkedFake();
    const stray = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/old/oooooooooooooooo';
    // The webhook of Scaleway calls a topic, and shows no URL.
    const seeds = checked.capability.create && checked.fake.provider !== 'scaleway';
    if (seeds) checked.seed({ url: stray });
    const finding = find(await checked.check(), 'webhook-url');
    expect(finding.status).toBe('problem');
    expect(finding.fix).toMatch(/bounce-ledger sources connect news|console/);
    if (seeds && checked.fake.seedWebhook) expect(finding.detail).toContain('webhooks/old');
  });

  it('names the host at which a webhook has the path of the source', async () => {
    const checked = await checkedFake();
    if (!checked.capability.create || !checked.fake.seedWebhook || checked.fake.provider === 'scaleway')
      return;
    checked.seed({
      url: checked.desired.url.replace('abc.execute-api.eu-west-1.amazonaws.com', 'hooks.example.com'),
    });
    expect(find(await checked.check(), 'webhook-url').detail).toContain(
      '--public-url https://hooks.example.com',
    );
  });

  it('names a webhook that is switched off', async () => {
    const checked = await checkedFake();
    if (!checked.capability.hasEnabledFlag) return;
    checked.seed({ enabled: false });
    expect(find(await checked.check(), 'webhook-enabled').status).toBe('problem');
  });

  it('names events that are not selected, and those that only cost requests', async () => {
    const checked = await checkedFake();
    const [first, second] = checked.capability.events;
    const needless = checked.capability.needlessEvents.slice(0, 1);
    if (second === undefined || checked.fake.seedWebhook === undefined) return;
    checked.seed({ events: [first?.name ?? '', ...needless] });
    const findings = await checked.check();
    if (statusOf(findings, 'webhook-events') === 'skipped') return;
    expect(find(findings, 'webhook-events')).toMatchObject({ status: 'problem' });
    expect(find(findings, 'webhook-events').detail).toContain(second.name);
    if (needless[0] && statusOf(findings, 'webhook-needless-events') !== undefined)
      expect(find(findings, 'webhook-needless-events').detail).toContain(needless[0]);
  });

  it('names two webhooks at the URL', async () => {
    const checked = await checkedFake();
    if (checked.capability.coverage !== 'account') return;
    checked.seed();
    checked.seed({ url: `${checked.desired.url}${checked.desired.url.includes('?') ? '&' : '?'}copy=1` });
    if ((checked.fake.webhooks?.().length ?? 0) < 2) return;
    const findings = await checked.check();
    if (statusOf(findings, 'webhook-duplicate') === undefined) return;
    expect(find(findings, 'webhook-duplicate')).toMatchObject({ status: 'warning' });
  });

  it('names a key or secret that is not the one of the ledger', async () => {
    const checked = await connected();
    const { signingKey } = checked.capability;
    if (signingKey !== 'readable' && signingKey !== 'api-key') return;
    checked.secrets = ['another-signing-key-of-the-ledger'];
    expect(find(await checked.check(), 'signing-key')).toMatchObject({
      status: 'problem',
      fix: 'bounce-ledger sources connect news',
    });
  });

  it.each([
    ['limits the rate', LIMITED, /limits the rate.*3600 seconds/, /again later/],
    ['answers what is not JSON', HTML, /not JSON/, /proxies in between/],
    ['does not answer', 'silent', /did not answer .* within 20 ms/, /again later/],
  ] as const)('says in a line that the ESP %s in the middle, and goes on', async (_, does, says, fix) => {
    const checked = await connected();
    checked.fake.server.reset();
    await checked.check();
    const calls = checked.fake.server.exchanges.length;
    checked.fake.server.inject({ after: Math.floor(calls / 2), times: 99, does });
    const findings = await checked.check({ deps: { timeoutMs: 20 } });
    const finding = find(findings, 'esp-api');
    expect(finding).toMatchObject({ status: 'problem', detail: expect.stringMatching(says) });
    expect(finding.fix).toMatch(fix);
    expect(JSON.stringify(findings)).not.toContain(checked.fake.key);
  });

  it('gives every problem a remedy', async () => {
    const checked = await checkedFake();
    checked.seed({ enabled: false, events: [checked.capability.events[0]?.name ?? ''] });
    checked.secrets = ['another-signing-key-of-the-ledger'];
    const findings = (await checked.check()).filter(({ status }) => status === 'problem');
    expect(findings.filter(({ fix }) => fix === '')).toEqual([]);
  });
});
