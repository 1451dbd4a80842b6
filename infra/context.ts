import { nearest } from '../shared/config/nearest.ts';

/** What `-c NAME=VALUE` sets for a deployment from a clone. */
export interface DeploymentContext {
  readonly stack: string;
  /** Relative to the project. */
  readonly config: string;
  readonly alarmEmail: string | undefined;
  readonly concurrency: 'unreserved' | undefined;
}

const NAMES = ['stack', 'config', 'alarmEmail', 'concurrency'] as const;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/**
 * Reads the context of the app. Names of the CDK's own (`@aws-cdk/...`, `aws:...`) are left alone.
 *
 * @throws Error for a misspelt name or a value that cannot be used
 */
export function parseContext(context: Readonly<Record<string, unknown>>): DeploymentContext {
  for (const name of Object.keys(context)) {
    if (/[:/]/.test(name) || NAMES.some((known) => known === name)) continue;
    const meant = nearest(name, NAMES);
    throw new Error(`Unknown context "${name}".${meant === null ? '' : ` Did you mean "${meant}"?`}`);
  }
  const alarmEmail = textOf(context, 'alarmEmail');
  if (alarmEmail !== undefined && !EMAIL.test(alarmEmail))
    throw new Error(`alarmEmail "${alarmEmail}" is not an e-mail address.`);
  const concurrency = textOf(context, 'concurrency');
  if (concurrency !== undefined && concurrency !== 'unreserved')
    throw new Error(`concurrency "${concurrency}" is unknown. Use concurrency=unreserved, or leave it out.`);
  return {
    stack: textOf(context, 'stack') ?? 'BounceLedger',
    config: textOf(context, 'config') ?? 'ledger.config.ts',
    alarmEmail,
    concurrency,
  };
}

function textOf(
  context: Readonly<Record<string, unknown>>,
  name: (typeof NAMES)[number],
): string | undefined {
  const value = context[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
