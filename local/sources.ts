/** The webhooks that the functions were synthesised with, and a key for each. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { signingKeysName, sourceSecretName } from '../shared/aws/secret-names.ts';
import type { ParameterStore } from './aws/ssm.ts';
import type { JsonStore } from './data-folder.ts';
import { makeKey, makeUrlKey, type SourceKey } from './keys.ts';
import type { Functions } from './lambda/functions.ts';

export interface Source extends SourceKey {
  /** The unguessable part of the URL. */
  readonly urlKey: string;
  readonly source: string;
  readonly provider: string;
  /** The list its events belong to; `*` is every list. */
  readonly list: string;
  readonly url: string;
}

/** The settings beside a bundle, as far as this host needs them. */
const settingsSchema = v.object({
  sources: v.array(v.object({ name: v.string(), provider: v.string(), list: v.optional(v.string(), '*') })),
  addresses: v.optional(v.object({ stored: v.string() })),
});
type Settings = v.InferOutput<typeof settingsSchema>;

const storedSourceSchema = v.object({
  provider: v.string(),
  secret: v.string(),
  urlKey: v.string(),
  privateKey: v.exactOptional(v.string()),
  certificate: v.exactOptional(v.string()),
});
type StoredSource = v.InferOutput<typeof storedSourceSchema>;
const storedSchema = v.record(v.string(), storedSourceSchema);

/** The key of signed return paths on this host, until an operator writes another. */
export const LOCAL_SIGNING_KEY = 'local-signing-key';

/**
 * Gives every source its key, keeps it, and puts its secret where the functions look for it. A secret that is
 * there already stays: an operator may have rotated it.
 */
export function prepareSources(
  functions: Functions,
  parameters: ParameterStore,
  jsonStore: JsonStore,
  apiUrl: string,
): readonly Source[] {
  const settings = settingsBesideBundles(functions);
  const stored = v.parse(storedSchema, jsonStore.read() ?? {});
  const sources = settings.sources.map(({ name, provider, list }): Source => {
    const known = stored[name];
    const key =
      known?.provider === provider
        ? known
        : { provider, urlKey: makeUrlKey(), ...(snsKey(provider, stored) ?? makeKey(provider)) };
    stored[name] = key;
    return { source: name, list, url: `${apiUrl}/v1/webhooks/${name}/${key.urlKey}`, ...key };
  });
  jsonStore.write(JSON.parse(JSON.stringify(stored)));
  for (const { source, secret, urlKey } of sources) {
    const name = sourceSecretName(secretsPrefix(functions), source);
    if (parameters.has(name)) continue;
    parameters.put(name, JSON.stringify({ secrets: [secret], urlKeys: [urlKey] }), 'SecureString');
  }
  const signingKeys = signingKeysName(secretsPrefix(functions));
  if (!parameters.has(signingKeys)) {
    parameters.put(signingKeys, JSON.stringify({ keys: [LOCAL_SIGNING_KEY] }), 'SecureString');
  }
  return sources;
}

/** The key of an earlier source of SNS: it signs the messages of every topic of a Region with one. */
function snsKey(provider: string, stored: Readonly<Record<string, StoredSource>>): SourceKey | undefined {
  const known = Object.values(stored).find(
    (one) => one.provider === provider && one.certificate !== undefined,
  );
  if (known === undefined) return undefined;
  const { provider: _, urlKey: _own, ...key } = known;
  return key;
}

const liveSecretsSchema = v.object({ secrets: v.array(v.string()), urlKeys: v.array(v.string()) });

/** The sources with the newest secret that the functions know: it may have been rotated since the start. */
export function withCurrentSecrets(
  sources: readonly Source[],
  parameters: ParameterStore,
  functions: Functions,
): readonly Source[] {
  return sources.map((source) => {
    const value = parameters.get(sourceSecretName(secretsPrefix(functions), source.source));
    if (value === null) return source;
    const { secrets, urlKeys } = v.parse(liveSecretsSchema, JSON.parse(value));
    const urlKey = urlKeys[0] ?? source.urlKey;
    const url = `${source.url.slice(0, source.url.lastIndexOf('/'))}/${urlKey}`;
    return { ...source, secret: secrets[0] ?? source.secret, urlKey, url };
  });
}

function secretsPrefix(functions: Functions): string {
  return functions.variables.get('SECRETS_PREFIX') ?? '';
}

function settingsBesideBundles(functions: Functions): Settings {
  for (const { definition } of functions.all) {
    const file = join(definition.taskRoot, 'ledger.json');
    if (existsSync(file)) return v.parse(settingsSchema, JSON.parse(readFileSync(file, 'utf8')));
  }
  return { sources: [] };
}
