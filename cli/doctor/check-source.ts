/** The checks of one source: its secret, its webhook at the ESP, its last event, rejections, and the ESP's clock. */
import { checkEsp } from '../../shared/doctor/check-esp.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import type { RejectionsBySource } from '../../shared/doctor/rejections.ts';
import { Report } from '../../shared/doctor/report.ts';
import { lastEventAt, SEARCHED_DAYS } from '../../shared/intake/last-event.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import { type EspSource, isConnected, isSes, type OpenedEsp, openEsp } from '../esp/connection.ts';

/** An operator waits for the answer: an ESP that does not give one is reported within half a minute. */
const BRIEF_RETRIES = { timeoutMs: 10_000, maxAttempts: 2, maxWaitMs: 20_000 };

/** Signatures of most ESPs are rejected when their time is five minutes off. */
const MAX_CLOCK_MS = 300_000;
const NOTABLE_CLOCK_MS = 60_000;

export interface KnownOfLedger {
  /** Or why they are not known. */
  readonly rejections: RejectionsBySource | string;
  /** Milliseconds by which the ledger's clock is ahead of this machine's; null where it is not known. */
  readonly clockMs: number | null;
  /** Whether the stack serves the source; null where that is not known. */
  readonly isDeployed: boolean | null;
}

export async function checkSource(
  esp: EspSource,
  { rejections, clockMs, isDeployed }: KnownOfLedger,
): Promise<readonly DoctorFinding[]> {
  const report = new Report(esp.source.source);
  const clock = new ClockOfApi();
  if (isDeployed === false)
    report.problem(
      'deployed',
      'The source is in the configuration and not in the stack: its webhooks are answered 404.',
      'Deploy the stack: npx cdk deploy',
    );
  if (!isSes(esp.source.provider)) checkSecret(esp, report);
  await checkAtEsp(esp, clock, report);
  const last = await checkLastEvent(esp, report);
  if (!isSes(esp.source.provider)) checkRejections(rejections, last, report);
  checkClock(clock.aheadMs, clockMs, report);
  return report.findings;
}

function checkSecret({ source, live: { secrets } }: EspSource, report: Report): void {
  if (secrets.length > 1) {
    const finish = `Once the ESP uses the new one: bounce-ledger sources rotate ${source.source} --finish`;
    report.add('secret', 'ok', 'A rotation is open: two secrets are valid.', finish);
  } else if (secrets.length === 1) report.ok('secret', 'The source has its secret.');
  else {
    const way = guideOf(source.provider).secret.from === 'esp' ? ' --secret -' : '';
    const fix = `bounce-ledger sources rotate ${source.source}${way}`;
    report.problem('secret', 'The source has no secret: every webhook is rejected.', fix);
  }
}

async function checkAtEsp(esp: EspSource, clock: ClockOfApi, report: Report): Promise<void> {
  const { source, live, url, definition, key } = esp;
  if (url === null && !isSes(source.provider)) {
    report.problem('webhook-url', 'The source has no webhook URL yet.', report.connect);
    return;
  }
  if (!definition.capabilities.webhooks.supported && definition.key === null) {
    report.skipped(
      'webhook',
      definition.capabilities.webhooks.reason,
      'Check its webhook in the console of the ESP.',
    );
    return;
  }
  if (key === null && definition.key !== null) {
    report.skipped('webhook', 'No API key is stored for this source.', `${report.connect} --api-key -`);
    return;
  }
  if (!isConnected(esp)) {
    report.skipped('webhook', 'A local host has no Amazon SES.', 'Check the source of a stack: --stack NAME');
    return;
  }
  const stored = key ?? { apiKey: '', options: {} };
  let opened: OpenedEsp;
  try {
    opened = openEsp(esp, definition, stored, { fetch: clock.fetch, ...BRIEF_RETRIES });
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'The API cannot be opened.';
    report.problem('esp-api', detail, `${report.connect} --option NAME=VALUE`);
    return;
  }
  const { api, desired } = opened;
  const found = await checkEsp(api, {
    source: source.source,
    desired,
    secrets: live.secrets,
    apiKey: stored.apiKey,
  });
  report.findings.push(...found);
}

async function checkLastEvent({ source, resources }: EspSource, report: Report): Promise<Date | null> {
  const { connection, bucket } = resources;
  try {
    const last = await lastEventAt(connection, bucket, source.source, Date.now());
    if (last !== null) report.ok('last-event', `The last event was accepted ${inWords(last)}.`);
    else
      report.warning(
        'last-event',
        `No event came within ${SEARCHED_DAYS} days.`,
        `Send one, or let the ESP test the webhook. If it does not come: ${report.connect}`,
      );
    return last;
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'No answer of S3.';
    report.skipped('last-event', `Not checked: ${detail}`, 'Allow these credentials to list the archive.');
    return null;
  }
}

function checkRejections(known: RejectionsBySource | string, last: Date | null, report: Report): void {
  if (typeof known === 'string') {
    report.skipped(
      'rejections',
      `Not checked: ${known}`,
      'Allow these credentials logs:StartQuery and logs:GetQueryResults.',
    );
    return;
  }
  const rejections = known.get(report.source);
  if (rejections === undefined) {
    report.ok('rejections', 'No webhook was rejected within a day.');
    return;
  }
  const { byCause, latestAt } = rejections;
  const causes = Object.entries(byCause).map(([cause, count]) => `${cause}: ${count}`);
  const counts = `Webhooks were rejected within a day (${causes.join(', ')})`;
  if (last !== null && last > latestAt) {
    report.add('rejections', 'ok', `${counts}; events were accepted since.`, '');
    return;
  }
  report.problem(
    'rejections',
    `${counts}, the last ${inWords(latestAt)}, and no event was accepted since.`,
    remedyOf(report),
  );
}

/** Where the ESP's side is right, something else calls the URL: another account of the ESP, or a stranger. */
function remedyOf({ findings, source, connect }: Report): string {
  const isKeyRight = findings.some(({ check, status }) => check === 'signing-key' && status === 'ok');
  return isKeyRight
    ? `The ESP's key is the ledger's: another account's webhook, or a stranger, calls this URL. Delete that webhook, or change the URL: bounce-ledger sources rotate ${source} --new-url`
    : `The secret is not the one the ESP uses: ${connect}`;
}

function checkClock(aheadOfUs: number | null, ledgerMs: number | null, report: Report): void {
  if (aheadOfUs === null) return;
  const difference = aheadOfUs - (ledgerMs ?? 0);
  const seconds = Math.round(Math.abs(difference) / 1_000);
  const than = `${difference < 0 ? 'behind' : 'ahead of'} the ledger's`;
  if (Math.abs(difference) < NOTABLE_CLOCK_MS) report.ok('clock', "The ESP's clock is the ledger's.");
  else if (Math.abs(difference) < MAX_CLOCK_MS)
    report.warning(
      'clock',
      `The ESP's clock is ${seconds} seconds ${than}.`,
      'Run doctor again; if it stays, tell the ESP.',
    );
  else
    report.problem(
      'clock',
      `The ESP's clock is ${seconds} seconds ${than}: signatures with a time are rejected.`,
      'Tell the ESP, or look at what stands in front of its API.',
    );
}

/** The time by the `Date` header (RFC 9110, 6.6.1) of the ESP's answers. */
class ClockOfApi {
  /** Milliseconds by which the ESP's clock is ahead of this machine's. */
  aheadMs: number | null = null;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.aheadMs = date - Date.now();
    return response;
  };
}

/** `2026-11-30 14:02 UTC` */
function inWords(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
