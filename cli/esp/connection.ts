/** The management API of a source's ESP, with the key that lies in SSM. */
import type { AwsConnection } from '../../shared/aws/connection.ts';
import {
  readApiKey,
  readSourceSecrets,
  type SourceSecrets,
  type StoredApiKey,
} from '../../shared/aws/secrets.ts';
import { apiUrlVariable } from '../../shared/esp-api/base-url.ts';
import { desiredWebhook } from '../../shared/esp-api/desired-webhook.ts';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { DesiredWebhook, EspApi, EspApiDefinition } from '../../shared/esp-api/types.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import { CommandError } from '../command.ts';
import type { LedgerResources, Target, TargetSource } from '../target/target.ts';

/** A source with what its ESP's API needs. */
export interface EspSource {
  readonly source: TargetSource;
  readonly resources: LedgerResources;
  /** What is live of the source's secrets and URL keys, newest first. */
  readonly live: SourceSecrets;
  /** The webhook's URL; null while the source has no URL key. */
  readonly url: string | null;
  readonly definition: EspApiDefinition | null;
  /** Null where the operator gave none. */
  readonly key: StoredApiKey | null;
}

/**
 * @param publicUrl - what the ESP calls instead of the ledger's own base URL: a proxy, or a tunnel to a local host
 * @throws CommandError when the ledger has no source of that name
 */
export async function openEspSource(
  target: Target,
  name: string,
  publicUrl: string | undefined,
): Promise<EspSource> {
  const known = (await target.sources()).find((one) => one.source === name);
  if (known === undefined)
    throw new CommandError(`${target.name} has no source "${name}". See: bounce-ledger sources list`);
  const resources = await target.resources();
  const [live, key, definition] = await Promise.all([
    readSourceSecrets(resources.connection, resources.secretsPrefix, name),
    readApiKey(resources.connection, resources.secretsPrefix, name),
    loadEspApi(known.provider),
  ]);
  return {
    source: known,
    resources,
    live: live ?? { secrets: [], urlKeys: [] },
    url: known.url === null || publicUrl === undefined ? known.url : publicly(known.url, publicUrl),
    definition,
    key,
  };
}

function publicly(url: string, publicUrl: string): string {
  if (!URL.canParse(publicUrl)) throw new CommandError(`Invalid --public-url "${publicUrl}".`);
  const { pathname, search } = new URL(url);
  return `${publicUrl.replace(/\/+$/, '')}${pathname}${search}`;
}

/** Opens the API; `BOUNCE_LEDGER_API_URL_<PROVIDER>` replaces its base URL. */
export function openApi(definition: EspApiDefinition, key: StoredApiKey, connection: AwsConnection): EspApi {
  const isAws = definition.key === null;
  return definition.open({
    apiKey: key.apiKey,
    options: isAws ? { region: connection.region, ...key.options } : key.options,
    baseUrl: baseUrlOf(definition),
    ...(isAws && { awsCredentials: connection.credentials }),
  });
}

/**
 * Whether the ESP's API can be called for a source: its key is stored, or it takes the ledger's AWS credentials, which a
 * local host's stand-ins for AWS do not have.
 */
export function isConnected({ definition, key, resources }: EspSource): boolean {
  if (definition === null) return false;
  if (key !== null || baseUrlOf(definition) !== undefined) return key !== null || definition.key === null;
  return definition.key === null && resources.connection.endpoint?.('s3') === undefined;
}

function baseUrlOf({ provider }: EspApiDefinition): string | undefined {
  return process.env[apiUrlVariable(provider)];
}

/** The webhook that a source should have at its ESP. */
export function desiredFor(
  { source, provider }: Pick<TargetSource, 'source' | 'provider'>,
  url: string,
  live: Pick<SourceSecrets, 'secrets'>,
): DesiredWebhook {
  return desiredWebhook(source, guideOf(provider).secret, url, live);
}
