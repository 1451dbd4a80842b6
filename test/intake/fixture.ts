import type { SourceSettings } from '../../shared/config/settings.ts';
import { unrestricted } from '../../shared/intake/authority.ts';
import type { IngestContext } from '../../shared/intake/classify-event.ts';
import type { ProviderName } from '../../shared/providers/registry.ts';
import { NOW } from '../providers/requests.ts';

/** A source as a configuration that says no more than its provider resolves to. */
export function sourceSettings(
  name: string,
  provider: ProviderName,
  more: Partial<SourceSettings> = {},
): SourceSettings {
  return {
    name,
    provider,
    list: '*',
    lists: [],
    espLists: {},
    kinds: null,
    family: name,
    topics: [],
    ratePerSecond: 1_000,
    maxEventAgeDays: null,
    allow: null,
    sync: null,
    ...more,
  };
}

/** A first arrival, of a source that may report anything. */
export function ingestContext(source: string, more: Partial<IngestContext> = {}): IngestContext {
  return {
    source,
    provider: source,
    authority: unrestricted(source),
    receivedAt: NOW,
    replayGeneration: 0,
    ...more,
  };
}
