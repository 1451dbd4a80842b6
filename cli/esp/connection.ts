/** The management API of a source's ESP, with the key that lies in SSM. */
import type { AwsConnection } from '../../shared/aws/connection.ts';
import {
  readApiKey,
  readSourceSecrets,
  type SourceSecrets,
  type StoredApiKey,
} from '../../shared/aws/secrets.ts';
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
  const variable = `BOUNCE_LEDGER_API_URL_${definition.provider.toUpperCase().replaceAll('-', '_')}`;
  return definition.open({
    apiKey: key.apiKey,
    options: key.options,
    baseUrl: process.env[variable],
    ...(definition.key === null && { awsCredentials: connection.credentials }),
  });
}

/** The webhook that a source should have: its URL, with the secret where the ESP's requests carry it. */
export function desiredWebhook(
  { source, provider }: Pick<TargetSource, 'source' | 'provider'>,
  url: string,
  { secrets }: Pick<SourceSecrets, 'secrets'>,
): DesiredWebhook {
  const { secret: way } = guideOf(provider);
  const [secret, former] = secrets;
  const named = { name: `bounce-ledger ${source}`, isKeyStored: secret !== undefined };
  if (way.from === 'esp' || secret === undefined) return { url, ...named };
  const carrying = (value: string) => urlCarrying(url, way.how, value);
  return {
    url: carrying(secret),
    ...named,
    ...(former !== undefined && { formerUrls: [carrying(former)] }),
    ...(way.how === 'header' && { secret }),
  };
}

function urlCarrying(text: string, how: 'basic' | 'url' | 'header' | 'field', secret: string): string {
  const url = new URL(text);
  if (how === 'url') url.searchParams.set('secret', secret);
  if (how === 'basic') {
    url.username = 'ledger';
    url.password = secret;
  }
  return url.href;
}
