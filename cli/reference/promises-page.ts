/** What the promises come to for each ESP, found out from its own verification with requests that are changed. */
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { Provider, WebhookRequest } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { basicAuth } from '../../shared/providers/samples/request.ts';
import { GENERATED, tableRow } from './markdown.ts';
import { keyFor, samplesOf } from './provider-pages.ts';

const SIGNED_AT = Date.UTC(2026, 4, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export async function promisesPage(): Promise<string> {
  const rows: string[] = [];
  for (const provider of providers.values()) rows.push(await rowOf(provider));
  return `# Promises, by ESP

${GENERATED}

Where the [promises](../promises.md) differ by ESP. Found out by \`npm run docs\` from a signed sample of each ESP: with another
recipient in its body, and sent again later.

- **Events a request** (promise 4). Each is parsed alone: an invalid one is a dead letter, the others go through.
- **Body is signed** (promise 11). Where it is not, who sees one request can send others in the ESP's name; what bounds it is the
  key in the URL, and \`allow\`.
- **Refused after** (promise 11). A request that comes later than this after it was signed. Where the ESP does not sign
  retries afresh, or signs no time, its age says nothing.
- **Evidence after** (\`maxEventAgeDays\`). An event that happened so many days before it arrives suppresses and releases nobody.
- **Secret** (promise 15). Where the ESP's requests carry it. It is blanked before queue and archive.

Promise 5 is the same for all: where an event names several recipients, and not which of them it is about, it is evidence on
each of them, and suppresses nobody. Promise 13 (bounds) and 14 (rates) are the same for all.

| ESP | events a request | body is signed | refused after | evidence after | secret |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

async function rowOf(provider: Provider): Promise<string> {
  const { name, title } = provider;
  return tableRow([
    `[${title}](../providers/${name}.md)`,
    samplesOf(name).batch.toLocaleString('en-GB'),
    await bodyCoverage(provider),
    await refusedAfter(provider),
    `${maxEventAgeDays(name)} days`,
    secretPlace(provider),
  ]);
}

/** Two recipients of the same length, so that a body of one becomes one of the other. */
const RECIPIENT = 'recipient-one@example.com';
const CHANGED = ['recipient-one', 'recipient-two'] as const;

function signedRequest({ name }: Provider): { request: WebhookRequest; secret: string } {
  const samples = samplesOf(name);
  const key = { ...keyFor(samples), at: SIGNED_AT };
  const [sample] = samples.samples;
  const entry = sample?.entry({ address: RECIPIENT, id: 'event-1', at: SIGNED_AT - MINUTE });
  return { request: samples.request([entry], key), secret: key.secret };
}

async function isVerified(
  provider: Provider,
  request: WebhookRequest,
  secret: string,
  now: number,
): Promise<boolean> {
  const context = { secrets: [secret], now, topics: null, certificate: async () => secret };
  return (await provider.verify(request, context)).verified;
}

/** @throws Error where the sample itself does not verify, or does not name its recipient */
async function bodyCoverage(provider: Provider): Promise<string> {
  const { request, secret } = signedRequest(provider);
  if (!(await isVerified(provider, request, secret, SIGNED_AT))) {
    // SES by EventBridge comes by no webhook.
    return provider.name === 'ses-eventbridge' ? 'no webhook: IAM' : fail(provider, 'does not verify');
  }
  const body = Buffer.from(request.body.toString('latin1').replaceAll(...CHANGED), 'latin1');
  if (body.equals(request.body)) return fail(provider, 'names no recipient');
  return (await isVerified(provider, { ...request, body }, secret, SIGNED_AT)) ? 'no' : 'yes';
}

function fail({ name }: Provider, issue: string): never {
  throw new Error(`The first sample of ${name} ${issue}: see shared/providers/${name}/samples.ts.`);
}

/** From these delays on a request may be refused, the shortest first. */
const DELAYS = [
  [6 * MINUTE, '5 minutes'],
  [2 * HOUR, 'an hour'],
  [13 * HOUR, '12 hours'],
  [30 * DAY, 'days'],
] as const;

async function refusedAfter(provider: Provider): Promise<string> {
  const { request, secret } = signedRequest(provider);
  if (!(await isVerified(provider, request, secret, SIGNED_AT))) return '';
  for (const [delay, words] of DELAYS) {
    if (!(await isVerified(provider, request, secret, SIGNED_AT + delay))) return words;
  }
  return 'never';
}

function maxEventAgeDays(name: string): number | null {
  const [source] = resolveSettings({ sources: { one: { provider: name } } }).sources;
  return source?.maxEventAgeDays ?? null;
}

/** Where a request carries the secret, in clear or as basic authentication has it. */
function secretPlace(provider: Provider): string {
  const { request, secret } = signedRequest(provider);
  const forms = [secret, encodeURIComponent(secret), ...basicForms(secret)];
  const holds = (text: string) => forms.some((form) => text.includes(form));
  if (holds(request.url)) return 'in the URL';
  if (Object.values(request.headers).some(holds)) return 'in a header';
  return holds(request.body.toString('latin1')) ? 'in the body' : 'not sent';
}

function basicForms(secret: string): readonly string[] {
  const [, encoded = ''] = Object.values(basicAuth(secret)).join().split(' ');
  return [encoded];
}
