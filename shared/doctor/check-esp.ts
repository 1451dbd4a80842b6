/** What `doctor` reads of one source at its ESP, over the one interface of all management APIs. It changes nothing. */
import { EspApiError, type EspApiErrorKind } from '../esp-api/errors.ts';
import type { DesiredWebhook, EspApi } from '../esp-api/types.ts';
import { checkWebhooks } from './check-webhooks.ts';
import type { DoctorFinding } from './finding.ts';
import { Report } from './report.ts';

/** The source as the ledger knows it. */
export interface CheckedSource {
  readonly source: string;
  readonly desired: DesiredWebhook;
  /** Live secrets of the source, newest first. */
  readonly secrets: readonly string[];
  /** Some ESPs sign with the API key itself. */
  readonly apiKey: string;
}

/**
 * Checks the ESP's side of a source: the key's permissions, the webhook's URL, state, events and signing, the signing
 * key against the ledger's, recent failures, and settings that hide events.
 *
 * @returns a finding a check, in the order in which they depend on each other; an error of the API is one of them
 */
export async function checkEsp(api: EspApi, checked: CheckedSource): Promise<readonly DoctorFinding[]> {
  const report = new Report(checked.source);
  if (!(await attempt(report, () => checkKey(api, report)))) return report.findings;
  const { webhooks } = api.capabilities;
  if (api.webhooks === null || !webhooks.supported) {
    const reason = webhooks.supported ? 'The API has no webhooks.' : webhooks.reason;
    report.skipped('webhook', reason, 'Check it in the console of the ESP.');
  } else if (webhooks.coverage !== 'configuration-set') {
    const hooks = api.webhooks;
    const goesOn = await attempt(report, () => checkWebhooks(hooks, webhooks, checked, report));
    if (!goesOn) return report.findings;
  }
  await attempt(report, async () => {
    for (const { check, status, detail, fix } of await api.inspect(checked.desired)) {
      report.add(check, status, detail, commandIn(fix ?? '', report));
    }
  });
  return report.findings;
}

/** What an ESP's client says of `sources connect`, with the name of the source. */
function commandIn(fix: string, { connect }: Report): string {
  return fix.replace(/\bsources connect\b/, connect);
}

/** @returns false where no further call is worth making */
async function checkKey(api: EspApi, report: Report): Promise<boolean> {
  const { valid, missing } = await api.checkKey();
  if (!valid) {
    report.problem('api-key', 'The ESP rejects the API key.', `Give another: ${report.connect} --api-key -`);
    return false;
  }
  if (missing.length === 0) report.ok('api-key', 'The API key has the permissions it needs.');
  else
    report.warning(
      'api-key',
      `The API key lacks: ${missing.join(', ')}.`,
      `Add these permissions at the ESP, or give another key: ${report.connect} --api-key -`,
    );
  return true;
}

/** After these, the next call would fail alike. */
const FINAL: ReadonlySet<EspApiErrorKind> = new Set([
  'unauthorized',
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
  'settings',
]);

/**
 * Runs a check; an error of the API is a finding of its own, with what to do about it.
 *
 * @returns whether further calls are worth making
 */
async function attempt(report: Report, check: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await check()) !== false;
  } catch (error) {
    const isKnown =
      error instanceof EspApiError && report.findings.some(({ detail }) => detail === error.message);
    if (isKnown) return false;
    if (error instanceof EspApiError) report.problem('esp-api', error.message, remedyOf(error.kind, report));
    else
      report.problem(
        'esp-api',
        'The API did not answer as documented.',
        'Run doctor again; if it stays, report it.',
      );
    return !(error instanceof EspApiError && FINAL.has(error.kind));
  }
}

function remedyOf(kind: EspApiErrorKind, { connect }: Report): string {
  switch (kind) {
    case 'unauthorized':
      return `Give another API key: ${connect} --api-key -`;
    case 'forbidden':
      return `Add the permission at the ESP, or give another key: ${connect} --api-key -`;
    case 'rate-limited':
    case 'unavailable':
    case 'timeout':
      return 'Run doctor again later.';
    case 'network':
    case 'invalid-response':
      return 'Look at the network and at proxies in between, then run doctor again.';
    case 'settings':
    case 'not-found':
      return `Correct the options: ${connect} --option NAME=VALUE`;
    default:
      return 'Run doctor again; if it stays, look at the console of the ESP.';
  }
}
