/** The checks of the stack: outputs, API, clock, functions, queue, dead letters, alarms. */
import { queueDepth } from '../../shared/aws/queue.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import type { StackState } from '../target/stack-state.ts';
import type { Target } from '../target/target.ts';

/** Messages beyond this are more than one batch after another takes in minutes. */
const MANY_MESSAGES = 10_000;
/** Ten minutes, as the alarm has it. */
const LATE_SECONDS = 600;
/** AWS rejects signatures of a clock that is five minutes off; the command line corrects its own. */
const MAX_CLOCK_MS = 60_000;

export interface CheckedStack {
  readonly findings: readonly DoctorFinding[];
  /** Milliseconds by which the ledger's clock is ahead of this machine's, by the answer's Date header; null without one. */
  readonly clockMs: number | null;
}

export async function checkStack(target: Target): Promise<CheckedStack> {
  const state = target.stackState === null ? null : await target.stackState();
  const outputs =
    state === null
      ? [finding('outputs', 'ok', `${target.name} is a ledger.`)]
      : await checkOutputs(state, target.name);
  const { finding: api, clockMs } = await checkApi(target);
  return {
    clockMs,
    findings: [
      ...outputs,
      api,
      ...checkClock(clockMs),
      ...(state === null ? [] : await checkFunctions(state)),
      ...(await checkQueues(target, state)),
      ...(state === null ? [] : await checkAlarms(state)),
    ],
  };
}

async function checkOutputs(state: StackState, name: string): Promise<readonly DoctorFinding[]> {
  return unlessFailed('outputs', async () => {
    const status = await state.status();
    if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status))
      return [finding('outputs', 'ok', `The stack ${name} is deployed (${status}) and is a ledger.`)];
    const isBroken = /FAILED|ROLLBACK/.test(status);
    return [
      finding(
        'outputs',
        isBroken ? 'problem' : 'warning',
        `The stack ${name} is in the state ${status}.`,
        isBroken
          ? `Deploy it again: npx cdk deploy ${name}`
          : 'Wait until the deployment has ended, then run doctor again.',
      ),
    ];
  });
}

async function checkApi(
  target: Target,
): Promise<{ readonly finding: DoctorFinding; readonly clockMs: number | null }> {
  try {
    const call = { method: 'GET', path: '/v1/codes', headers: {}, body: null } as const;
    const { status, headers } = await target.request(call);
    const date = Date.parse(headers.date ?? '');
    const clockMs = Number.isNaN(date) ? null : date - Date.now();
    if (status >= 200 && status < 300) return { finding: finding('api', 'ok', 'The API answers.'), clockMs };
    const isRefused = status === 401 || status === 403;
    const fix = isRefused
      ? 'Let these credentials call the API (execute-api:Invoke), or set LEDGER_TOKEN.'
      : 'See "The API answers 5xx" in the runbook, docs/runbook.md.';
    const detail = isRefused
      ? `The API refuses these credentials (${status}).`
      : `The API answers ${status}.`;
    return { finding: finding('api', 'problem', detail, fix), clockMs };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'No answer.';
    const fix = 'See "The API answers 5xx" in the runbook, docs/runbook.md.';
    return { finding: finding('api', 'problem', detail, fix), clockMs: null };
  }
}

function checkClock(clockMs: number | null): readonly DoctorFinding[] {
  if (clockMs === null || Math.abs(clockMs) < MAX_CLOCK_MS) return [];
  const seconds = Math.round(Math.abs(clockMs) / 1_000);
  const detail = `The clock of this machine is ${seconds} seconds ${clockMs > 0 ? 'behind' : 'ahead of'} the ledger's.`;
  return [
    finding(
      'clock',
      'warning',
      detail,
      'Set the clock of this machine: AWS rejects signatures beyond five minutes.',
    ),
  ];
}

async function checkFunctions(state: StackState): Promise<readonly DoctorFinding[]> {
  return unlessFailed('functions', async () => {
    const [functions, disabled] = await Promise.all([state.functions(), state.disabledEventSources()]);
    const findings: DoctorFinding[] = [];
    for (const { name, error, isStopped } of functions) {
      if (error !== null)
        findings.push(
          finding(
            'functions',
            'problem',
            `${name}: ${error}.`,
            'See "A function fails" in the runbook, docs/runbook.md.',
          ),
        );
      if (isStopped)
        findings.push(
          finding(
            'functions',
            'problem',
            `${name} is stopped: its reserved concurrency is 0.`,
            'Raise "concurrency" of the construct and deploy.',
          ),
        );
    }
    for (const id of disabled)
      findings.push(
        finding(
          'functions',
          'problem',
          `The event source mapping ${id} is disabled: what it should feed waits.`,
          `aws lambda update-event-source-mapping --uuid ${id} --enabled`,
        ),
      );
    if (findings.length > 0) return findings;
    return [finding('functions', 'ok', `${functions.length} functions are active.`)];
  });
}

async function checkQueues(target: Target, state: StackState | null): Promise<readonly DoctorFinding[]> {
  return unlessFailed('queue', async () => {
    const { connection, queueUrl, deadLetterQueueUrl } = await target.resources();
    const [waiting, dead, age] = await Promise.all([
      queueDepth(connection, queueUrl),
      queueDepth(connection, deadLetterQueueUrl),
      state?.oldestMessage(queueUrl).catch(() => null) ?? null,
    ]);
    const isLate = (age ?? 0) >= LATE_SECONDS;
    const detail = `${waiting} messages are waiting${age === null ? '' : `, the oldest for ${Math.round(age)} seconds`}.`;
    return [
      isLate || waiting > MANY_MESSAGES
        ? finding(
            'queue',
            isLate ? 'problem' : 'warning',
            detail,
            'See "The queue is not keeping up" in the runbook, docs/runbook.md.',
          )
        : finding('queue', 'ok', detail),
      dead > 0
        ? finding('dead-letters', 'problem', `${dead} dead letters.`, 'bounce-ledger dlq list')
        : finding('dead-letters', 'ok', 'No dead letters.'),
    ];
  });
}

async function checkAlarms(state: StackState): Promise<readonly DoctorFinding[]> {
  return unlessFailed('alarms', async () => {
    const alarms = await state.alarms();
    if (alarms.length === 0) return [finding('alarms', 'ok', 'No alarm is on.')];
    return alarms.map(({ name, description }) => {
      const [says = '', runbook] = description.split(' What to do: ');
      return finding('alarms', 'problem', `${name}: ${says}`, runbook ?? 'See the runbook, docs/runbook.md.');
    });
  });
}

/** A check that these credentials may not make is skipped, and the others are made. */
async function unlessFailed(
  check: string,
  run: () => Promise<readonly DoctorFinding[]>,
): Promise<readonly DoctorFinding[]> {
  try {
    return await run();
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'No answer of AWS.';
    return [
      finding(
        check,
        'skipped',
        `Not checked: ${detail}`,
        'Allow these credentials to read it, then run doctor again.',
      ),
    ];
  }
}

function finding(check: string, status: DoctorFinding['status'], detail: string, fix = ''): DoctorFinding {
  return { source: 'stack', check, status, detail, fix };
}
