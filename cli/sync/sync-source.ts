/** A source that is compared with its ESP: the ESP's lists, the rules, and what is remembered. */

import type { AddressOptions } from '../../shared/address/address.ts';
import { readStackKey } from '../../shared/aws/secrets.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import type { EspApiDefinition, SuppressionApi } from '../../shared/esp-api/types.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import type { KnownAddress, SyncRules } from '../../shared/sync/types.ts';
import { CommandError } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { type EspSource, isConnected, openEsp, openEspSource } from '../esp/connection.ts';
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
  const settings = loadConfiguration(config);
  const { source, definition, resources } = esp;
  const list = source.list ?? EVERY_LIST;
  const obstacle = obstacleOf(definition);
  const title = definition?.title ?? source.provider;
  if (definition === null || obstacle !== null) {
    return { name, title, target, list, reason: obstacle ?? 'The ESP has no management API.' };
  }
  const { suppressions: capability } = definition.capabilities;
  const suppressions = connectedApi(esp, definition).suppressions;
  if (!capability.supported || suppressions === null) {
    return { name, title, target, list, reason: 'The ESP has no suppression list.' };
  }
  const configured = settings.sources.find((one) => one.name === name);
  let key: Promise<string> | undefined;
  return {
    name,
    title,
    target,
    resources,
    suppressions,
    rules: { source: name, list, capability, allowInexact, espLists: configured?.espLists ?? {} },
    addresses: settings.addresses,
    stackKey: () => {
      key ??= readStackKey(resources.connection, resources.secretsPrefix);
      return key;
    },
    lookUp: (addresses) => lookUp(target, list, addresses),
  };
}

/** Why an ESP's lists cannot be compared; null where they can. */
export function obstacleOf(definition: EspApiDefinition | null): string | null {
  if (definition === null) return 'The ESP has no management API.';
  const { suppressions } = definition.capabilities;
  if (!suppressions.supported) return suppressions.reason;
  if (suppressions.lists.some(({ read }) => read === 'whole')) return null;
  return suppressions.lists.some(({ read }) => read === 'one')
    ? 'The ESP shows one address at a time, and no list.'
    : 'The ESP does not show its list.';
}

function connectedApi(esp: EspSource, definition: EspApiDefinition) {
  const { key, source } = esp;
  if (key === null && definition.key !== null) {
    throw new CommandError(
      `No API key is stored for ${source.source}. Store one: bounce-ledger sources connect ${source.source} --api-key -`,
    );
  }
  return openEsp(esp, definition, key ?? { apiKey: '', options: {} }).api;
}

/** The sources whose ESPs' lists can be read: those with a stored key, where one is needed. */
export async function comparableSources(target: Target): Promise<readonly string[]> {
  const opened = await Promise.all(
    (await target.sources()).map(({ source }) => openEspSource(target, source, undefined)),
  );
  return opened.flatMap((esp) =>
    isConnected(esp) && obstacleOf(esp.definition) === null ? [esp.source.source] : [],
  );
}
