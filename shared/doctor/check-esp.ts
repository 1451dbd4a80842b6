/** What `doctor` reads of one source at its ESP, over the one interface of all management APIs. It changes nothing. */
import { EspApiError } from '../esp-api/errors.ts';
import type { DesiredWebhook, EspApi, EspWebhook, SupportedWebhooks } from '../esp-api/types.ts';
import { displayUrl } from '../esp-api/webhook-url.ts';
import type { DoctorFinding } from './finding.ts';

/** The source as the ledger knows it. */
export interface CheckedSource {
  readonly source: string;
  readonly desired: DesiredWebhook;
  /** Live secrets of the source, newest first. */
  readonly secrets: readonly string[];
}

/**
 * Checks the ESP's side of a source: the key's permissions, the webhook's URL, state, events and signing, the signing
 * key against the ledger's, recent failures, and settings that hide events.
 *
 * @returns a finding a check, in the order in which they depend on each other; an error of the API is one of them
 */
export async function checkEsp(api: EspApi, checked: CheckedSource): Promise<readonly DoctorFinding[]> {
  const report = new Report(checked.source);
  try {
    if (!(await checkKey(api, report))) return report.findings;
    if (api.webhooks === null || !api.capabilities.webhooks.supported) {
      const { webhooks } = api.capabilities;
      report.add(
        'webhook',
        'skipped',
        webhooks.supported ? '' : webhooks.reason,
        'Check it in the console of the ESP.',
      );
    } else await checkWebhooks(api, api.capabilities.webhooks, checked, report);
    for (const { check, status, detail, fix } of await api.inspect(checked.desired)) {
      report.add(check, status, detail, fix ?? '');
    }
  } catch (error) {
    report.add(
      'esp-api',
      'problem',
      error instanceof EspApiError ? error.message : 'The API did not answer as documented.',
      'Try again; if it stays, give the key again with: bounce-ledger sources connect ' +
        checked.source +
        ' --api-key -',
    );
  }
  return report.findings;
}

class Report {
  readonly findings: DoctorFinding[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  add(check: string, status: DoctorFinding['status'], detail: string, fix = ''): void {
    this.findings.push({ source: this.#source, check, status, detail, fix });
  }

  get connect(): string {
    return `bounce-ledger sources connect ${this.#source}`;
  }
}

/** Whether the key is good enough to go on. */
async function checkKey(api: EspApi, report: Report): Promise<boolean> {
  const { valid, missing } = await api.checkKey();
  if (!valid) {
    report.add(
      'api-key',
      'problem',
      'The ESP rejects the API key.',
      `Give another: ${report.connect} --api-key -`,
    );
    return false;
  }
  if (missing.length === 0) report.add('api-key', 'ok', 'The API key has the permissions it needs.');
  else
    report.add(
      'api-key',
      'warning',
      `The API key lacks: ${missing.join(', ')}.`,
      'Add these permissions at the ESP, or give another key.',
    );
  return true;
}

async function checkWebhooks(
  api: EspApi,
  capability: SupportedWebhooks,
  { desired, secrets }: CheckedSource,
  report: Report,
): Promise<void> {
  const found = (await api.webhooks?.find(desired.url)) ?? [];
  const [webhook, ...others] = found;
  if (webhook === undefined) {
    report.add(
      'webhook-url',
      'problem',
      `No webhook at the ESP has the URL ${displayUrl(desired.url)}.`,
      report.connect,
    );
    return;
  }
  report.add('webhook-url', 'ok', `The webhook ${webhook.name ?? webhook.id} has the URL of this source.`);
  if (others.length > 0 && capability.coverage === 'account')
    report.add(
      'webhook-duplicate',
      'warning',
      `${found.length} webhooks have this URL: each event comes ${found.length} times.`,
      'Delete all but one in the console of the ESP.',
    );
  for (const one of found) await checkWebhook(api, capability, one, { desired, secrets }, report);
}

async function checkWebhook(
  api: EspApi,
  capability: SupportedWebhooks,
  webhook: EspWebhook,
  { desired, secrets }: Pick<CheckedSource, 'desired' | 'secrets'>,
  report: Report,
): Promise<void> {
  if (webhook.enabled === false)
    report.add('webhook-enabled', 'problem', 'The webhook is switched off at the ESP.', report.connect);
  else
    report.add(
      'webhook-enabled',
      webhook.enabled === null ? 'skipped' : 'ok',
      webhook.enabled === null ? 'The ESP does not say whether the webhook is on.' : 'The webhook is on.',
    );

  const wanted = desired.events ?? capability.events.map(({ name }) => name);
  if (webhook.events === null)
    report.add(
      'webhook-events',
      'skipped',
      'The API does not list the events.',
      'Compare them in the console of the ESP.',
    );
  else {
    const selected = new Set(webhook.events);
    const missing = wanted.filter((event) => !selected.has(event));
    const needless = capability.needlessEvents.filter((event) => selected.has(event));
    if (missing.length > 0)
      report.add(
        'webhook-events',
        'problem',
        `Events are not selected: ${missing.join(', ')}.`,
        report.connect,
      );
    else report.add('webhook-events', 'ok', 'All events that the ledger uses are selected.');
    if (needless.length > 0)
      report.add(
        'webhook-needless-events',
        'warning',
        `Events that only cost requests are selected: ${needless.join(', ')}.`,
        'Clear them in the console of the ESP.',
      );
  }

  if (webhook.signing === 'off')
    report.add('signing', 'problem', 'Signing is switched off: webhooks are rejected.', report.connect);
  else if (webhook.signing === 'on') report.add('signing', 'ok', 'Signing is on.');
  await checkSigningKey(api, webhook, secrets, report);

  for (const restriction of webhook.restrictions ?? [])
    report.add(
      'webhook-restriction',
      'warning',
      `The webhook is restricted: ${restriction}.`,
      'Remove the restriction in the console of the ESP.',
    );
  const health = await api.webhooks?.deliveryHealth?.(webhook);
  if (health !== undefined && health.failed > 0)
    report.add(
      'webhook-failures',
      'warning',
      `${health.failed} recent calls failed${health.lastError ? `: ${health.lastError}` : ''}.`,
      'See "Webhooks are refused" in the runbook.',
    );
}

async function checkSigningKey(
  api: EspApi,
  webhook: EspWebhook,
  secrets: readonly string[],
  report: Report,
): Promise<void> {
  const key = await api.webhooks?.readSigningKey?.(webhook);
  if (key === undefined || key === null) return;
  if (secrets.some((secret) => key.equals(secret)))
    report.add('signing-key', 'ok', "The ESP's signing key is the ledger's.");
  else
    report.add(
      'signing-key',
      'problem',
      "The ESP's signing key is not the ledger's: webhooks are rejected.",
      report.connect,
    );
}
