import { join } from 'node:path';
import { startThread } from './worker.ts';

/** The parts of AWS that hold data. Endpoints are `http://127.0.0.1:N`. */
export interface Emulators {
  readonly dynamodb: string;
  /** SQS, SNS and S3. */
  readonly messaging: string;
  /** True when DynamoDB is Amazon's own DynamoDB Local, which has streams, and which others may share. */
  readonly external: boolean;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB, SQS, SNS and S3; `dataFolder` null keeps all in memory. With `dynamodbEndpoint` that
 * DynamoDB is used instead of starting one.
 */
export async function startEmulators(
  dataFolder: string | null,
  dynamodbEndpoint: string | null,
): Promise<Emulators> {
  const folder = (name: string) => (dataFolder === null ? null : join(dataFolder, name));
  const [messaging, dynamodb] = await Promise.all([
    startThread(new URL('./fauxqs-worker.ts', import.meta.url), { folder: folder('messaging') }),
    dynamodbEndpoint === null
      ? startThread(new URL('./dynalite-worker.ts', import.meta.url), { folder: folder('dynamodb') })
      : { endpoint: dynamodbEndpoint, stop: async () => {} },
  ]);
  return {
    dynamodb: dynamodb.endpoint,
    messaging: messaging.endpoint,
    external: dynamodbEndpoint !== null,
    async stop() {
      await Promise.all([messaging.stop(), dynamodb.stop()]);
    },
  };
}
