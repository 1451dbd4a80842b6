import type { AwsConnection } from '../shared/aws/connection.ts';
import { dynamoDb } from '../shared/aws/dynamodb.ts';
import { readStackKey } from '../shared/aws/secrets.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { createLedger, type Ledger } from '../shared/ledger/ledger.ts';
import { dynamoDbStatistics } from '../shared/store/dynamodb/dynamodb-statistics.ts';
import { dynamoDbStore } from '../shared/store/dynamodb/dynamodb-store.ts';
import type { StatisticsStore } from '../shared/store/statistics-store.ts';
import { requireEnv } from './environment.ts';

/** The statistics in the function's table. */
export function openStatistics(aws: AwsConnection): StatisticsStore {
  return dynamoDbStatistics({ client: dynamoDb(aws), table: requireEnv('TABLE_NAME') });
}

/** The ledger of the function's table, with the stack's key, which is read or made first. */
export async function openLedger(aws: AwsConnection, settings: LedgerSettings): Promise<Ledger> {
  const store = dynamoDbStore({ client: dynamoDb(aws), table: requireEnv('TABLE_NAME') });
  const stackKey = await readStackKey(aws, requireEnv('SECRETS_PREFIX'));
  return createLedger({ store, settings, stackKey });
}
