/** The management API of a source's ESP, with the key that lies in SSM. */
import {
  readApiKey,
  readSourceSecrets,
  type SourceSecrets,
  type StoredApiKey,
} from '../../shared/aws/secrets.ts';
import { apiUrlVariable } from '../../shared/esp-api/base-url.ts';
import { desiredWebhook } from '../../shared/esp-api/desired-webhook.ts';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { DesiredWebhook, EspApi, EspApiDefinition, EspApiSettings } from '../../shared/esp-api/types.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import { isProviderName } from '../../shared/providers/registry.ts';
import { CommandError } from '../command.ts';
import type { LedgerResources, Target, TargetSource } from '../target/target.ts';

/** A source with what its ESP's API needs. */
export interface EspSource {
  readonly source: TargetSource;
  readonly resources: LedgerResources;
  /** What is live of the source's secrets and URL keys, newest first. */
  readonly live: SourceSecrets;
  /** Base URL that the ESP calls. */
  readonly baseUrl: string;
  /** The webhook's URL; null while the source has no URL key. */
  readonly url: string | null;
  readonly definition: EspApiDefinition;
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
  return openKnownSource(target, known, publicUrl);
}

/** Every source of the ledger, whose names are read once. */
export async function openEspSources(target: Target): Promise<readonly EspSource[]> {
  return Promise.all((await target.sources()).map((known) => openKnownSource(target, known, undefined)));
}

async function openKnownSource(
  target: Target,
  known: TargetSource,
  publicUrl: string | undefined,
): Promise<EspSource> {
  if (!isProviderName(known.provider))
    throw new CommandError(`No ESP "${known.provider}" is known here. Update bounce-ledger.`);
  if (publicUrl !== undefined && !URL.canParse(publicUrl))
    throw new CommandError(`Invalid --public-url "${publicUrl}".`);
  const resources = await target.resources();
  const baseUrl = (publicUrl ?? resources.apiUrl).replace(/\/+$/, '');
  const [live, key, definition] = await Promise.all([
    readSourceSecrets(resources.connection, resources.secretsPrefix, known.source),
    readApiKey(resources.connection, resources.secretsPrefix, known.source),
    loadEspApi(known.provider),
  ]);
  return {
    source: known,
    resources,
    live: live ?? { secrets: [], urlKeys: [] },
    baseUrl,
    url: known.url === null ? null : `${baseUrl}${pathOf(known.url)}`,
    definition,
    key,
  };
}

/** From `/v1/webhooks` on: the API's own URL may have a path in front. */
function pathOf(url: string): string {
  return url.slice(url.lastIndexOf('/v1/webhooks/'));
}

/** A source's API, and the webhook that the source should have there. */
export interface OpenedEsp {
  readonly api: EspApi;
  readonly desired: DesiredWebhook;
}

/**
 * Opens the API of a source's ESP; nothing is sent yet. `BOUNCE_LEDGER_API_URL_<PROVIDER>` replaces its base URL.
 *
 * @throws EspApiError of kind `settings` for options that are missing or invalid
 */
export function openEsp(
  esp: EspSource,
  definition: EspApiDefinition,
  key: StoredApiKey,
  deps: EspApiSettings['deps'] = {},
): OpenedEsp {
  const { source, live, url, resources } = esp;
  const baseUrl = baseUrlOf(definition);
  if (!isSes(source.provider)) {
    const desired = desiredWebhook(source.source, guideOf(source.provider).secret, url ?? '', live);
    return { api: definition.open({ ...key, baseUrl, deps }), desired };
  }
  const { target, options } = sesTarget(esp, key.options);
  const { credentials } = resources.connection;
  const api = definition.open({ apiKey: '', options, baseUrl, deps, awsCredentials: credentials });
  return { api, desired: { url: target, name: `bounce-ledger-${source.source}` } };
}

/** Amazon SES reports to a topic or to the default event bus, and needs neither URL nor secret. */
export function isSes(provider: string): boolean {
  return provider === 'ses' || provider === 'ses-eventbridge';
}

/**
 * What Amazon SES publishes to: the topic that the options name, else the stack's; or the event bus of their Region. The
 * stack's queue is subscribed to its own topic; a topic elsewhere calls the source's URL.
 */
function sesTarget(
  { source, resources, url }: EspSource,
  given: StoredApiKey['options'],
): { readonly target: string; readonly options: StoredApiKey['options'] } {
  const { topic: otherTopic, ...rest } = given;
  const topic = otherTopic ?? resources.topicArn;
  const [, partition = 'aws', , region = '', account = ''] = topic.split(':');
  const options = { region, ...rest };
  if (source.provider === 'ses-eventbridge')
    return { target: `arn:${partition}:events:${options.region}:${account}:event-bus/default`, options };
  const endpoint = otherTopic === undefined ? queueArn(resources) : url;
  return { target: topic, options: { ...(endpoint !== null && { subscribe: endpoint }), ...options } };
}

/** The queue lies in account and Region of the stack's topic. */
function queueArn({ queueUrl, topicArn }: LedgerResources): string {
  const name = queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
  return `${topicArn.slice(0, topicArn.lastIndexOf(':'))}:${name}`.replace(':sns:', ':sqs:');
}

/**
 * Whether the ESP's API can be called for a source: its key is stored, or it takes the ledger's AWS credentials, which a
 * local host's stand-ins for AWS do not have.
 */
export function isConnected({ definition, key, resources }: EspSource): boolean {
  if (key !== null || baseUrlOf(definition) !== undefined) return key !== null || definition.key === null;
  return definition.key === null && resources.connection.endpoint?.('s3') === undefined;
}

function baseUrlOf({ provider }: EspApiDefinition): string | undefined {
  return process.env[apiUrlVariable(provider)];
}
