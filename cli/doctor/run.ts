/** `doctor`: the path of an event, in order: the stack, then each source at its ESP and at the ledger. */
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import type { RejectionsBySource } from '../../shared/doctor/rejections.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { openEspSource } from '../esp/connection.ts';
import type { Target } from '../target/target.ts';
import { checkSource } from './check-source.ts';
import { checkStack } from './check-stack.ts';

export interface DoctorOptions {
  /** The sources to check. */
  readonly sources: readonly string[];
  /** Base URL that the ESPs call, where a proxy or a tunnel is in front. */
  readonly publicUrl?: string | undefined;
  /** Told how many sources have been checked. */
  readonly onProgress?: (checked: number) => void;
}

/** ESPs limit the calls of a key, and sources may share one. */
const SOURCES_CONCURRENCY = 4;

/**
 * Runs every check. It changes nothing.
 *
 * @throws CommandError when a source does not exist
 */
export async function runDoctor(
  target: Target,
  { sources, publicUrl, onProgress }: DoctorOptions,
): Promise<readonly DoctorFinding[]> {
  const rejections = target.rejections().catch((error: unknown) => messageOf(error));
  const { findings: ofStack, clockMs } = await checkStack(target);
  const known: RejectionsBySource | string = await rejections;
  const bySource = new Map<string, readonly DoctorFinding[]>();
  await forEachConcurrent(sources, SOURCES_CONCURRENCY, async (name) => {
    const esp = await openEspSource(target, name, publicUrl);
    const isDeployed = await deployed(target, name);
    const checks = checkSource(esp, { rejections: known, clockMs, isDeployed });
    bySource.set(name, await checks.catch((error: unknown) => [notChecked(name, error)]));
    onProgress?.(bySource.size);
  });
  const findings = [...ofStack, ...sources.flatMap((name) => bySource.get(name) ?? [])];
  return findings.map((finding) => withTarget(finding, target.option));
}

/** Whether the stack serves the source; null where that is not known. */
async function deployed(target: Target, source: string): Promise<boolean | null> {
  try {
    return target.stackState === null ? null : await (await target.stackState()).serves(source);
  } catch {
    return null;
  }
}

/** A source whose checks fail says so, and the others are checked all the same. */
function notChecked(source: string, error: unknown): DoctorFinding {
  const fix = 'Run doctor again; if it stays, report it.';
  return { source, check: 'checks', status: 'problem', detail: messageOf(error), fix };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The checks failed.';
}

/** A command to copy names the ledger that was checked. It ends the text, or a colon or full stop does. */
function withTarget(finding: DoctorFinding, option: string): DoctorFinding {
  if (option === '') return finding;
  const fix = finding.fix.replace(/\bbounce-ledger [^:.]*[^:.\s]/, (command) => `${command} ${option}`);
  return { ...finding, fix };
}
