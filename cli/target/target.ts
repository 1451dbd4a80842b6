/** What a command works on: the local host, or a stack in an AWS account. */
import type { AwsConnection } from '../../shared/aws/connection.ts';
import type { Option } from '../command.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One webhook, with what an event for it is signed with. */
export interface TargetSource {
  readonly source: string;
  readonly provider: string;
  readonly url: string;
  /** The newest live secret; null when the source has none yet. */
  readonly secret: string | null;
  /** PEM, on the local host only: an ESP keeps its own. */
  readonly privateKey?: string;
}

/** Calls that a command makes of AWS, or of the API, at once. */
export const CALLS_CONCURRENCY = 16;

/** The AWS parts behind the API. */
export interface LedgerResources {
  readonly connection: AwsConnection;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly bucket: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly topicArn: string;
  readonly secretsPrefix: string;
}

export interface Target {
  /** How people are told where a command went. */
  readonly name: string;
  /** Asks the query API. @throws CommandError with what the problem document says, or that nobody answers. */
  readonly ask: (call: ApiCall) => Promise<unknown>;
  readonly sources: () => Promise<readonly TargetSource[]>;
  readonly resources: () => Promise<LedgerResources>;
}

/** The options of every command that talks to a ledger. */
export const targetOptions = {
  url: {
    type: 'string',
    value: 'URL',
    help: 'The ledger to ask; http://127.0.0.1:3000, or LEDGER_URL, unless told.',
  },
  stack: {
    type: 'string',
    value: 'NAME',
    help: 'A deployed stack, with the AWS credentials of your environment.',
  },
  region: {
    type: 'string',
    value: 'REGION',
    help: "The stack's region, where your environment names another.",
  },
} as const satisfies Record<string, Option>;

export interface TargetChoice {
  readonly url?: string | undefined;
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
}

const LOCAL_HOST = 'http://127.0.0.1:3000';

/** The target that the options and the environment choose. */
export async function openTarget({ url, stack, region }: TargetChoice): Promise<Target> {
  if (stack !== undefined) {
    const { stackTarget } = await import('./stack.ts');
    return stackTarget(stack, region);
  }
  const { hostTarget } = await import('./host.ts');
  return hostTarget((url ?? process.env.LEDGER_URL ?? LOCAL_HOST).replace(/\/+$/, ''));
}
