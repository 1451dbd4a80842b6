/** The checks of `doctor`: the stack, then each source at the ledger and at its ESP. */
import { listObjects } from '../../shared/aws/archive.ts';
import { queueDepth } from '../../shared/aws/queue.ts';
import { checkEsp } from '../../shared/doctor/check-esp.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { archivePrefixes } from '../../shared/intake/archive.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import type { LedgerResources, Target } from '../target/target.ts';
import { desiredFor, type EspSource, openApi, openEspSource } from './connection.ts';

/** Days of the archive that are searched for the last event of a source. */
const SEARCHED_DAYS = 7;
const DAY_MS = 86_400_000;

export interface DoctorOptions {
  /** The sources to check. */
  readonly sources: readonly string[];
  /** Base URL that the ESPs call, where a proxy or a tunnel is in front. */
  readonly publicUrl?: string | undefined;
  /** Told how many sources have been checked. */
  readonly onProgress?: (checked: number) => void;
}

/**
 * Runs every check.
 *
 * @throws CommandError when a source does not exist
 */
export async function runDoctor(
  target: Target,
  { sources, publicUrl, onProgress }: DoctorOptions,
): Promise<readonly DoctorFinding[]> {
  const findings = [...(await checkStack(target))];
  for (const [index, name] of sources.entries()) {
    onProgress?.(index + 1);
    const esp = await openEspSource(target, name, publicUrl);
    findings.push(...(await checkSource(esp).catch((error: unknown) => [notChecked(name, error)])));
  }
  return findings;
}

/** A source whose checks fail says so, and the others are checked all the same. */
function notChecked(source: string, error: unknown): DoctorFinding {
  const detail = error instanceof Error ? error.message : 'The checks failed.';
  return { source, check: 'webhook', status: 'problem', detail, fix: '' };
}

async function checkStack(target: Target): Promise<readonly DoctorFinding[]> {
  const resources = await target.resources();
  const { connection, queueUrl, deadLetterQueueUrl } = resources;
  const finding = stackFinding;
  const findings = [finding('outputs', 'ok', `${target.name} is a ledger.`)];
  try {
    await target.ask({ method: 'GET', path: '/v1/codes' });
    findings.push(finding('api', 'ok', 'The API answers.'));
  } catch (error) {
    findings.push(
      finding(
        'api',
        'problem',
        error instanceof Error ? error.message : 'No answer.',
        'See "The API answers 5xx" in the runbook.',
      ),
    );
  }
  const [waiting, dead] = await Promise.all([
    queueDepth(connection, queueUrl),
    queueDepth(connection, deadLetterQueueUrl),
  ]);
  findings.push(
    waiting > 10_000
      ? finding(
          'queue',
          'warning',
          `${waiting} messages are waiting.`,
          'See "The queue is not keeping up" in the runbook.',
        )
      : finding('queue', 'ok', `${waiting} messages are waiting.`),
    dead > 0
      ? finding('dead-letters', 'problem', `${dead} dead letters.`, 'bounce-ledger dlq list')
      : finding('dead-letters', 'ok', 'No dead letters.'),
  );
  return findings;
}

function stackFinding(
  check: string,
  status: DoctorFinding['status'],
  detail: string,
  fix = '',
): DoctorFinding {
  return { source: 'stack', check, status, detail, fix };
}

async function checkSource(esp: EspSource): Promise<readonly DoctorFinding[]> {
  const { source, live, url, definition, key, resources } = esp;
  const { secrets } = live;
  const name = source.source;
  const finding = (
    check: string,
    status: DoctorFinding['status'],
    detail: string,
    fix = '',
  ): DoctorFinding => ({
    source: name,
    check,
    status,
    detail,
    fix,
  });
  const findings: DoctorFinding[] = [];
  const needsSecret = !(source.provider === 'ses' || source.provider === 'ses-eventbridge');
  if (secrets.length > 0)
    findings.push(
      finding(
        'secret',
        'ok',
        secrets.length > 1 ? 'A rotation is open: two secrets are valid.' : 'The source has its secret.',
      ),
    );
  else if (needsSecret) {
    const way = guideOf(source.provider).secret.from === 'esp' ? ' --secret -' : '';
    findings.push(
      finding(
        'secret',
        'problem',
        'The source has no secret: every webhook is rejected.',
        `bounce-ledger sources rotate ${name}${way}`,
      ),
    );
  }
  findings.push(await lastEvent(name, resources));
  if (url === null) {
    findings.push(
      finding('url', 'problem', 'The source has no webhook URL yet.', `bounce-ledger sources rotate ${name}`),
    );
    return findings;
  }
  if (definition === null)
    findings.push(
      finding('webhook', 'skipped', 'This ESP has no management API.', 'Check its webhook in the console.'),
    );
  else if (key === null && definition.key !== null)
    findings.push(
      finding(
        'webhook',
        'skipped',
        'No API key is stored for this source.',
        `bounce-ledger sources connect ${name} --api-key -`,
      ),
    );
  else {
    const api = openApi(definition, key ?? { apiKey: '', options: {} }, resources.connection);
    findings.push(
      ...(await checkEsp(api, { source: name, desired: desiredFor(source, url, live), secrets })),
    );
  }
  return findings;
}

/** The archive's newest object of a source: its key holds the time of receipt. */
async function lastEvent(name: string, { connection, bucket }: LedgerResources): Promise<DoctorFinding> {
  const now = Date.now();
  for (const prefix of archivePrefixes(now - SEARCHED_DAYS * DAY_MS, now, name).reverse()) {
    let newest = '';
    for await (const key of listObjects(connection, bucket, prefix)) if (key > newest) newest = key;
    const time = /raw\/(\d{4})\/(\d\d)\/(\d\d)\/[^/]+\/(\d\d)(\d\d)(\d\d)-/.exec(newest);
    if (time !== null) {
      const [, year, month, day, hour, minute] = time;
      return {
        source: name,
        check: 'last-event',
        status: 'ok',
        detail: `The last event came ${year}-${month}-${day} ${hour}:${minute} UTC.`,
        fix: '',
      };
    }
  }
  return {
    source: name,
    check: 'last-event',
    status: 'warning',
    detail: `No event came within ${SEARCHED_DAYS} days.`,
    fix: `Send one, or let the ESP test the webhook. If it does not come: bounce-ledger sources connect ${name}`,
  };
}
