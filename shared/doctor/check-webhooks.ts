/** The webhooks of one source at its ESP: those that are missing, those that differ, and what the ledger cannot see. */
import type {
  EspWebhook,
  PlannedChange,
  SupportedWebhooks,
  WebhookApi,
  WebhookPlan,
} from '../esp-api/types.ts';
import { displayUrl, isSameEndpoint } from '../esp-api/webhook-url.ts';
import type { CheckedSource } from './check-esp.ts';
import type { Report } from './report.ts';

/**
 * Compares the webhooks at the ESP with what `sources connect` would set up: the plan of a dry run tells what is missing.
 */
export async function checkWebhooks(
  hooks: WebhookApi,
  capability: SupportedWebhooks,
  checked: CheckedSource,
  report: Report,
): Promise<void> {
  const { desired } = checked;
  const plan = await hooks.plan(desired);
  const missing = plan.changes.filter(({ action }) => action === 'create');
  const places = missing.map(({ target }) => target.replace(/^webhook/, '')).join(',');
  if (missing.length > 0) {
    const others = await strayWebhooks(hooks, desired.url);
    report.problem(
      'webhook-url',
      `No webhook at the ESP${places} has the URL ${displayUrl(desired.url)}.${others}`,
      report.connect,
    );
  }
  checkFindings(plan, report);
  for (const webhook of plan.found) {
    const changes = plan.changes.filter(({ target }) => target === `webhook ${webhook.id}`);
    checkWebhook(webhook, changes, capability, desired.events, report);
    await checkSigningKey(hooks, webhook, capability, checked, report);
    await checkDelivery(hooks, webhook, report);
  }
  for (const { action, summary } of plan.changes) {
    if (action === 'subscribe' || action === 'configure')
      report.problem('webhook-settings', `Not done yet: ${summary}`, report.connect);
  }
}

/** Webhooks of this ledger that are elsewhere: at its host under another path, or at another host under its path. */
async function strayWebhooks(hooks: WebhookApi, url: string): Promise<string> {
  const { host, pathname } = new URL(url);
  const others = (await hooks.list())
    .filter((webhook) => URL.canParse(webhook.url) && !isSameEndpoint(webhook.url, url))
    .map((webhook) => new URL(webhook.url));
  const strays = others.filter((other) => other.host === host).map(({ href }) => displayUrl(href));
  const proxy = others.find((other) => other.host !== host && other.pathname === pathname);
  return [
    ...(strays.length === 0 ? [] : [` Others of this ledger: ${strays.join(', ')}.`]),
    ...(proxy === undefined
      ? []
      : [
          ` One has its path at ${proxy.origin}: if that leads here, check with --public-url ${proxy.origin}.`,
        ]),
  ].join('');
}

/** What the plan leaves to the operator: duplicates, what the API cannot create or change. */
function checkFindings({ findings }: WebhookPlan, report: Report): void {
  for (const { check, status, detail, fix } of findings) {
    const name = check === 'webhook-missing' ? 'webhook-url' : check;
    report.add(name, status, detail, fix ?? '');
  }
}

/** Fields of a planned change that have a check of their own. */
const CHECKED_FIELDS: ReadonlySet<string> = new Set(['events', 'enabled', 'signing']);

function checkWebhook(
  webhook: EspWebhook,
  changes: readonly PlannedChange[],
  capability: SupportedWebhooks,
  events: readonly string[] | undefined,
  report: Report,
): void {
  const { connect } = report;
  const fields = changes.flatMap((change) => change.fields);
  const name = webhook.scope === undefined ? webhook.id : `${webhook.id} of ${webhook.scope}`;
  const url = fields.find(({ field }) => field === 'url');
  if (url === undefined) report.ok('webhook-url', `The webhook ${name} has the URL of this source.`);
  else if (url.from !== null && url.to.startsWith(url.from))
    report.problem(
      'webhook-secret',
      `The URL of the webhook ${name} carries another secret than the ledger's.`,
      connect,
    );
  else report.problem('webhook-url', `The webhook ${name} has the URL ${url.from}, not ${url.to}.`, connect);

  if (webhook.enabled === true) report.ok('webhook-enabled', 'The webhook is on.');
  else if (webhook.enabled === null)
    report.skipped('webhook-enabled', 'The ESP does not say whether the webhook is on.');
  else {
    const why = webhook.lastError === undefined ? '' : ` The ESP's last error: ${webhook.lastError}.`;
    report.problem('webhook-enabled', `The webhook is switched off at the ESP.${why}`, connect);
  }
  checkEvents(webhook, capability, events, report);
  if (webhook.signing === 'off')
    report.problem('signing', 'Signing is switched off: webhooks are rejected.', connect);
  else if (webhook.signing === 'on') report.ok('signing', 'Signing is on.');
  for (const { field, from, to } of fields) {
    if (field === 'url' || CHECKED_FIELDS.has(field)) continue;
    if (field === 'signing key')
      report.problem('signing-key', 'The ledger does not hold the signing key of this webhook.', connect);
    else if (field === 'secret')
      report.problem(
        'webhook-secret',
        `The requests carry ${from === 'none' ? 'no secret' : "another secret than the ledger's"}.`,
        connect,
      );
    else report.problem('webhook-settings', `${field} is ${from ?? 'not set'}, and must be ${to}.`, connect);
  }
  for (const restriction of webhook.restrictions ?? [])
    report.warning(
      'webhook-restriction',
      `The webhook is restricted: ${restriction}.`,
      'Remove the restriction in the console of the ESP.',
    );
}

function checkEvents(
  { events }: EspWebhook,
  capability: SupportedWebhooks,
  desired: readonly string[] | undefined,
  report: Report,
): void {
  if (events === null) {
    report.skipped(
      'webhook-events',
      'The API does not list the events.',
      'Compare them in the console of the ESP.',
    );
    return;
  }
  const selected = new Set(events);
  const wanted = desired ?? capability.events.map(({ name }) => name);
  const missing = wanted.filter((event) => !selected.has(event));
  const needless = capability.needlessEvents.filter((event) => selected.has(event));
  if (missing.length > 0)
    report.problem('webhook-events', `Events are not selected: ${missing.join(', ')}.`, report.connect);
  else report.ok('webhook-events', 'All events that the ledger uses are selected.');
  if (needless.length > 0)
    report.warning(
      'webhook-needless-events',
      `Events that only cost requests are selected: ${needless.join(', ')}.`,
      report.connect,
    );
}

async function checkSigningKey(
  hooks: WebhookApi,
  webhook: EspWebhook,
  { signingKey }: SupportedWebhooks,
  { secrets, desired, apiKey }: CheckedSource,
  report: Report,
): Promise<void> {
  const key = await hooks.readSigningKey?.(webhook);
  if (key !== undefined && key !== null) {
    if (secrets.some((secret) => key.equals(secret)))
      report.ok('signing-key', "The ESP's signing key is the ledger's.");
    else
      report.problem(
        'signing-key',
        "The ESP's signing key is not the ledger's: webhooks are rejected.",
        report.connect,
      );
  } else if (signingKey === 'api-key') {
    if (secrets.includes(apiKey))
      report.ok('signing-key', 'The ESP signs with the API key, which the ledger has.');
    else
      report.problem(
        'signing-key',
        "The ESP signs with the API key, which is not the source's secret.",
        report.connect,
      );
  } else if (signingKey === 'at-creation' && desired.isKeyStored !== false) {
    report.skipped(
      'signing-key',
      "The ESP shows its signing key only once: whether it is the ledger's, the last event tells.",
    );
  } else if (signingKey === 'console') {
    report.skipped(
      'signing-key',
      'Only the console of the ESP shows the signing key.',
      `Compare it there; if it differs: bounce-ledger sources rotate ${report.source} --secret -`,
    );
  }
}

async function checkDelivery(hooks: WebhookApi, webhook: EspWebhook, report: Report): Promise<void> {
  const health = await hooks.deliveryHealth?.(webhook);
  if (health === undefined || health.failed === 0) return;
  const error = health.lastError === null ? '' : `: ${health.lastError}`;
  report.warning(
    'webhook-failures',
    `${health.failed} recent calls of the ESP failed${error}.`,
    'See "Webhooks are rejected" in the runbook, docs/runbook.md.',
  );
}
