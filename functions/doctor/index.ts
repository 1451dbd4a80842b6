/** Checks each source's webhook at its ESP, by the API key that the operator gave; an alarm reads the count. */
import { setTimeout as delay } from 'node:timers/promises';
import { readApiKey, readSourceSecrets } from '../../shared/aws/secrets.ts';
import type { SourceSettings } from '../../shared/config/settings.ts';
import { checkEsp } from '../../shared/doctor/check-esp.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { errorName } from '../../shared/error-name.ts';
import { apiUrlVariable } from '../../shared/esp-api/base-url.ts';
import { desiredWebhook, webhookUrl } from '../../shared/esp-api/desired-webhook.ts';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { loadGuide } from '../../shared/providers/load-guide.ts';
import { providers } from '../../shared/providers/registry.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { countColdStart, writeMetrics } from '../metrics.ts';

countColdStart();

const aws = connectionFromEnv();
const prefix = requireEnv('SECRETS_PREFIX');
const apiUrl = requireEnv('API_URL');
/** The function may read the secrets of these alone. */
const sources = readSettings().sources.filter(({ provider }) => providers.get(provider)?.takesApiKey);

/** Sources that are checked at once: an ESP limits the calls of a key, and two sources may share one. */
const CHECKS_CONCURRENCY = 4;

const RETRY_AFTER_MS = 60_000;
/** However many ESPs do not answer, a run ends within the function's time. */
const RETRIES = { timeoutMs: 15_000, maxAttempts: 3 };

/** What a run found, for the one who invoked it by hand. */
export interface DoctorResult {
  /** Sources that have an API key. */
  readonly checked: number;
  readonly problems: number;
}

export async function handler(): Promise<DoctorResult> {
  const findings = new Map<string, readonly DoctorFinding[]>();
  await checkAll(sources, findings);
  // An ESP that does not answer just now is no fault of the set-up.
  const unanswered = sources.filter(({ name }) =>
    findings.get(name)?.some(({ check }) => check === 'esp-api'),
  );
  if (unanswered.length > 0) {
    await delay(RETRY_AFTER_MS);
    await checkAll(unanswered, findings);
  }
  const problems = [...findings.values()].flat().filter(({ status }) => status === 'problem');
  writeMetrics(
    { DoctorProblems: problems.length },
    problems.length === 0 ? {} : { problems: problems.map(({ source, check }) => `${source}: ${check}`) },
  );
  return { checked: findings.size, problems: problems.length };
}

async function checkAll(
  checked: readonly SourceSettings[],
  findings: Map<string, readonly DoctorFinding[]>,
): Promise<void> {
  await forEachConcurrent(checked, CHECKS_CONCURRENCY, async (source) => {
    const found = await checkSource(source);
    if (found !== null) findings.set(source.name, found);
  });
}

/** Null where the source has no API key: nothing of it can be checked from here. */
async function checkSource({ name, provider }: SourceSettings): Promise<readonly DoctorFinding[] | null> {
  const definition = await loadEspApi(provider);
  try {
    const key = await readApiKey(aws, prefix, name);
    if (key === null) return null;
    const live = await readSourceSecrets(aws, prefix, name);
    const [urlKey] = live?.urlKeys ?? [];
    if (live === null || urlKey === undefined) return [problem(name, 'secret')];
    const { secret } = await loadGuide(provider);
    const desired = desiredWebhook(name, secret, webhookUrl(apiUrl, name, urlKey), live);
    const api = definition.open({ ...key, baseUrl: process.env[apiUrlVariable(provider)], deps: RETRIES });
    return await checkEsp(api, { source: name, desired, secrets: live.secrets, apiKey: key.apiKey });
  } catch (error) {
    return [problem(name, errorName(error))];
  }
}

function problem(source: string, check: string): DoctorFinding {
  return { source, check, status: 'problem', detail: '', fix: '' };
}
