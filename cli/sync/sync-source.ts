/** A source that is compared with its ESP: the ESP's lists, the rules, and what is remembered. */

import type { AddressOptions } from '../../shared/address/address.ts';
import { readStackKey } from '../../shared/aws/secrets.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import type { EspApiDefinition, SuppressionApi } from '../../shared/esp-api/types.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import { type LoadedChanges, readRememberedChanges } from '../../shared/sync/remembered-changes.ts';
import type { KnownAddress, SyncRules } from '../../shared/sync/types.ts';
import { CommandError } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { type EspSource, isConnected, openEsp, openEspSource, openEspSources } from '../esp/connection.ts';
import type { LedgerResources, Target } from '../target/target.ts';
import { lookUp } from './ledger-side.ts';

export interface SyncSource {
  readonly name: string;
  readonly title: string;
  readonly target: Target;
  readonly resources: LedgerResources;
  readonly suppressions: SuppressionApi;
  readonly rules: Omit<SyncRules, 'now'>;
  readonly addresses: AddressOptions & Pick<LedgerSettings['addresses'], 'stored'>;
  /** The stack's key, read when it is first needed. */
  readonly stackKey: () => Promise<string>;
  readonly lookUp: (addresses: readonly string[]) => Promise<ReadonlyMap<string, KnownAddress>>;
  /** Reads the changes that were made there from here. */
  readonly remembered: () => Promise<LoadedChanges>;
}

/** A source without a list that can be read whole. */
export interface UnreadableSource {
  readonly name: string;
  readonly title: string;
  readonly target: Target;
  readonly list: string;
  readonly reason: string;
}

export interface SyncSourceOptions {
  readonly config?: string | undefined;
  readonly allowInexact?: boolean | undefined;
}

/**
 * Opens a source for a comparison; `reason` says why one cannot be read.
 *
 * @throws CommandError when there is no such source, or no API key is stored for it
 */
export async function openSyncSource(
  target: Target,
  name: string,
  { config, allowInexact = false }: SyncSourceOptions,
): Promise<SyncSource | UnreadableSource> {
  const esp = await openEspSource(target, name, undefined);
  const { source, definition, key } = esp;
  const obstacle = obstacleOf(definition);
  if (obstacle === null && key === null && definition.key !== null) {
    throw new CommandError(
      `No API key is stored for ${name}. Store one: bounce-ledger sources connect ${name} --api-key -`,
    );
  }
  const lists = obstacle === null ? espLists(target, esp, loadConfiguration(config), allowInexact) : null;
  return (
    lists ?? {
      name,
      title: definition.title,
      target,
      list: source.list ?? EVERY_LIST,
      reason: obstacle ?? 'The ESP has no suppression list.',
    }
  );
}

/** The lists of a connected source's ESP, however far they can be read; null where it has none. */
export function espLists(
  target: Target,
  esp: EspSource,
  settings: Pick<LedgerSettings, 'addresses' | 'sources'>,
  allowInexact = false,
): SyncSource | null {
  const { source, definition, key, resources } = esp;
  const { suppressions: capability } = definition.capabilities;
  const { suppressions } = openEsp(esp, definition, key ?? { apiKey: '', options: {} }).api;
  if (!capability.supported || suppressions === null) return null;
  const name = source.source;
  const list = source.list ?? EVERY_LIST;
  const configured = settings.sources.find((one) => one.name === name);
  let stackKey: Promise<string> | undefined;
  const readKey = () => {
    stackKey ??= readStackKey(resources.connection, resources.secretsPrefix);
    return stackKey;
  };
  return {
    name,
    title: definition.title,
    target,
    resources,
    suppressions,
    rules: { source: name, list, capability, allowInexact, espLists: configured?.espLists ?? {} },
    addresses: settings.addresses,
    stackKey: readKey,
    lookUp: (addresses) => lookUp(target, list, addresses),
    remembered: async () =>
      readRememberedChanges({
        connection: resources.connection,
        bucket: resources.bucket,
        stackKey: await readKey(),
        source: name,
      }),
  };
}

/** Why an ESP's lists cannot be compared; null where they can. */
export function obstacleOf(definition: EspApiDefinition): string | null {
  const { suppressions } = definition.capabilities;
  if (!suppressions.supported) return suppressions.reason;
  if (suppressions.lists.some(({ read }) => read === 'whole')) return null;
  return suppressions.lists.some(({ read }) => read === 'one')
    ? 'The ESP shows one address at a time, and no list.'
    : 'The ESP does not show its list.';
}

/** The sources whose ESPs' lists can be read: those with a stored key, where one is needed. */
export async function comparableSources(target: Target): Promise<readonly string[]> {
  return (await openEspSources(target)).flatMap((esp) =>
    isConnected(esp) && obstacleOf(esp.definition) === null ? [esp.source.source] : [],
  );
}
