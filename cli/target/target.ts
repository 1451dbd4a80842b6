/** What a command works on: the local host, or a stack in an AWS account. */

import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { AwsConnection } from '../../shared/aws/connection.ts';
import type { HttpAnswer } from '../../shared/aws/http.ts';
import type { RejectionsBySource } from '../../shared/doctor/rejections.ts';
import type { StackState } from './stack-state.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call as it goes over the wire. */
export interface ApiRequest {
  readonly method: ApiCall['method'];
  /** Path with the query, percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for a call without a body. */
  readonly body: string | Uint8Array | null;
}

/** One webhook, with what an event for it is signed with. */
export interface TargetSource {
  readonly source: string;
  readonly provider: string;
  /** The list its events belong to; absent where the ledger does not say. */
  readonly list?: string;
  /** With its unguessable part; null when the source has none yet. */
  readonly url: string | null;
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
  readonly auditBucket: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly topicArn: string;
  readonly secretsPrefix: string;
}

export interface Target {
  /** How people are told where a command went. */
  readonly name: string;
  /** What a command needs to go to the same ledger: `--stack BounceLedger`; empty for the default. */
  readonly option: string;
  /** Asks the query API. @throws CommandError with the problem document's detail, or when the connection fails. */
  readonly ask: (call: ApiCall) => Promise<unknown>;
  /** Makes a call of the query API in the operator's name; returns its answer as it is. @throws CommandError when the connection fails */
  readonly request: (request: ApiRequest) => Promise<HttpAnswer>;
  readonly sources: () => Promise<readonly TargetSource[]>;
  readonly resources: () => Promise<LedgerResources>;
  /** The webhooks of the last day that were rejected. @throws Error when they cannot be read */
  readonly rejections: () => Promise<RejectionsBySource>;
  /** What AWS says of the stack's parts; null on the local host. */
  readonly stackState: (() => Promise<StackState>) | null;
}

/** Adds the options of every command that talks to a ledger: `--url`, `--stack`, `--region`. */
export function withTarget<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command
    .option('--url <url>', 'The ledger to ask. Default: LEDGER_URL, or http://127.0.0.1:3000.')
    .option('--stack <name>', 'A deployed stack, with the AWS credentials of the environment.')
    .option('--ledger <name>', 'The ledger in a stack that has several: the id of its construct.')
    .option('--region <region>', "The stack's region. Default: that of the environment.");
}

export interface TargetChoice {
  readonly url?: string | undefined;
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
  readonly ledger?: string | undefined;
  /** The configuration whose sources the stack has. */
  readonly config?: string | undefined;
}

const LOCAL_HOST = 'http://127.0.0.1:3000';

/** The target that the options and the environment choose. */
export async function openTarget({ url, stack, ...choice }: TargetChoice): Promise<Target> {
  if (stack !== undefined) {
    const { stackTarget } = await import('./stack.ts');
    return stackTarget(stack, choice);
  }
  const { hostTarget } = await import('./host.ts');
  const base = (url ?? process.env.LEDGER_URL ?? LOCAL_HOST).replace(/\/+$/, '');
  return hostTarget(base, url === undefined ? '' : `--url ${base}`);
}
