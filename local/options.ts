/** The local host's command line. */
import { parseArgs } from 'node:util';

export const usage = `npm start -- [options]

Runs the ledger on this machine: the template that would be deployed, on 127.0.0.1.

  --port N        port of the HTTP API; default 3000; 0 takes any
  --data DIR      keeps everything there, so that it outlives this process; default: in memory
  --config FILE   a ledger.config.ts; without it there is one source a provider, named as the provider
  --dynamodb URL  runs on that DynamoDB (Amazon's DynamoDB Local) instead of dynalite;
                  the environment variable DYNAMODB_ENDPOINT says the same
  --empty         sends no sample events and no demonstration at the start
  --help          this text`;

export interface Options {
  readonly port: number;
  /** Null keeps everything in memory. */
  readonly data: string | null;
  /** Null for one source a provider. */
  readonly config: string | null;
  readonly dynamodb: string | null;
  readonly samples: boolean;
  readonly help: boolean;
}

const DEFAULT_PORT = 3000;

/** @throws Error that names the option to fix. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      dynamodb: { type: 'string' },
      empty: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const dynamodb = values.dynamodb ?? environment.DYNAMODB_ENDPOINT ?? null;
  if (dynamodb !== null && !URL.canParse(dynamodb)) {
    throw new Error(`The DynamoDB endpoint "${dynamodb}" is no URL; write http://127.0.0.1:8000, for one.`);
  }
  return {
    port: values.port === undefined ? DEFAULT_PORT : portOf(values.port),
    data: values.data ?? null,
    config: values.config ?? null,
    dynamodb: dynamodb?.replace(/\/$/, '') ?? null,
    samples: values.empty !== true,
    help: values.help === true,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not "${text}".`);
}
