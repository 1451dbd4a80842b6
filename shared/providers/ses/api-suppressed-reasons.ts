/**
 * What Amazon SES suppresses by itself: for the account, and where a configuration set or a tenant has options of its
 * own, for these.
 */
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetTenantCommand,
  PutAccountSuppressionAttributesCommand,
  PutConfigurationSetSuppressionOptionsCommand,
  PutTenantSuppressionAttributesCommand,
  type SuppressionListReason,
} from '@aws-sdk/client-sesv2';
import type { Step } from '../../esp-api/webhook-api.ts';
import type { SesClients } from './api-clients.ts';

/** The reasons that the option `suppressedReasons` stands for; null leaves them. */
export function reasonsOf(option: string | undefined): readonly SuppressionListReason[] | null {
  if (option === 'both') return ['BOUNCE', 'COMPLAINT'];
  if (option === 'bounce') return ['BOUNCE'];
  return option === 'complaint' ? ['COMPLAINT'] : null;
}

/** Which sets and tenants are looked at beside the account. */
export interface SuppressionHolders {
  readonly sets: readonly string[];
  readonly tenants: readonly string[];
}

/** The changes that make all of them suppress the wanted reasons. Sets and tenants without options of their own follow. */
export async function suppressedReasonsSteps(
  ses: SesClients,
  wanted: readonly SuppressionListReason[],
  { sets, tenants }: SuppressionHolders,
): Promise<Step[]> {
  const steps = [...(await accountSteps(ses, wanted))];
  for (const set of sets) steps.push(...(await setSteps(ses, set, wanted)));
  for (const tenant of tenants) steps.push(...(await tenantSteps(ses, tenant, wanted)));
  return steps;
}

async function accountSteps(ses: SesClients, wanted: readonly SuppressionListReason[]): Promise<Step[]> {
  const account = await ses.call('read-settings', 'GetAccount', () => ses.v2.send(new GetAccountCommand({})));
  const present = account.SuppressionAttributes?.SuppressedReasons ?? [];
  if (isSame(present, wanted)) return [];
  return [
    step('account', 'the account', present, wanted, () =>
      ses.call('write-webhooks', 'PutAccountSuppressionAttributes', () =>
        ses.v2.send(new PutAccountSuppressionAttributesCommand({ SuppressedReasons: [...wanted] })),
      ),
    ),
  ];
}

async function setSteps(
  ses: SesClients,
  set: string,
  wanted: readonly SuppressionListReason[],
): Promise<Step[]> {
  const { SuppressionOptions: options } = await ses.call('read-settings', 'GetConfigurationSet', () =>
    ses.v2.send(new GetConfigurationSetCommand({ ConfigurationSetName: set })),
  );
  const present = options?.SuppressedReasons;
  if (present === undefined || isSame(present, wanted)) return [];
  return [
    step(`configuration set ${set}`, `the configuration set ${set}`, present, wanted, () =>
      ses.call('write-webhooks', 'PutConfigurationSetSuppressionOptions', () =>
        ses.v2.send(
          // The call replaces all options: the others are given as they are.
          new PutConfigurationSetSuppressionOptionsCommand({
            ...options,
            ConfigurationSetName: set,
            SuppressedReasons: [...wanted],
          }),
        ),
      ),
    ),
  ];
}

async function tenantSteps(
  ses: SesClients,
  name: string,
  wanted: readonly SuppressionListReason[],
): Promise<Step[]> {
  const { Tenant } = await ses.call('read-settings', 'GetTenant', () =>
    ses.v2.send(new GetTenantCommand({ TenantName: name })),
  );
  const options = Tenant?.SuppressionAttributes;
  const present = options?.SuppressedReasons;
  if (options?.SuppressionScope !== 'TENANT' || present === undefined || isSame(present, wanted)) return [];
  return [
    step(`tenant ${name}`, `the tenant ${name}`, present, wanted, () =>
      ses.call('write-webhooks', 'PutTenantSuppressionAttributes', () =>
        ses.v2.send(
          new PutTenantSuppressionAttributesCommand({
            ...options,
            TenantName: name,
            SuppressedReasons: [...wanted],
          }),
        ),
      ),
    ),
  ];
}

function step(
  target: string,
  of: string,
  present: readonly string[],
  wanted: readonly string[],
  run: () => Promise<unknown>,
): Step {
  return {
    change: {
      action: 'configure',
      target,
      summary: `Set what Amazon SES suppresses for ${of}.`,
      fields: [{ field: 'suppressed reasons', from: present.join(', ') || 'none', to: wanted.join(', ') }],
    },
    run: async () => {
      await run();
      return {};
    },
  };
}

function isSame(present: readonly string[], wanted: readonly string[]): boolean {
  return present.length === wanted.length && wanted.every((reason) => present.includes(reason));
}
