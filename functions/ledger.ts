import type { AwsConnection } from '../shared/aws/connection.ts';
import { dynamoDb } from '../shared/aws/dynamodb.ts';
import { pepperName } from '../shared/aws/secret-names.ts';
import { readParameter } from '../shared/aws/secrets.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { createLedger } from '../shared/ledger/ledger.ts';
import { dynamoDbStore } from '../shared/store/dynamodb/dynamodb-store.ts';
import { requireEnv } from './environment.ts';

/**
 * The ledger of the function's table. Where addresses are stored hashed, their pepper is read first.
 * @throws Error when the settings ask for hashes and there is no pepper.
 */
export async function openLedger(aws: AwsConnection, settings: LedgerSettings): Promise<Ledger> {
  const store = dynamoDbStore({ client: dynamoDb(aws), table: requireEnv('TABLE_NAME') });
  if (settings.addresses.stored === 'plain') return createLedger({ store, settings });
  const name = pepperName(requireEnv('SECRETS_PREFIX'));
  const pepper = await readParameter(aws, name);
  if (!pepper)
    throw new Error(
      `Addresses are stored hashed, and the parameter ${name} is missing. Create it as a SecureString.`,
    );
  return createLedger({ store, settings, pepper });
}
