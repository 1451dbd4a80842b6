import {
  createSuppressionApi,
  type Scope,
  type SuppressionApiDeps,
  type SuppressionListDriver,
} from './suppression-api.ts';
import type { DesiredWebhook, EspApi, EspApiDefinition, EspFinding, KeyCheck } from './types.ts';
import { createWebhookApi, type WebhookDriver } from './webhook-api.ts';

/** What differs between ESPs, for `assembleApi`. */
export interface EspApiParts {
  readonly checkKey: () => Promise<KeyCheck>;
  /** Needed where the definition declares webhooks. */
  readonly webhooks?: WebhookDriver;
  /** A driver a list; needed where the definition declares suppressions. */
  readonly lists?: Readonly<Record<string, SuppressionListDriver>>;
  readonly scopes?: () => Promise<readonly Scope[]>;
  readonly getEverywhere?: SuppressionApiDeps['getEverywhere'];
  readonly inspect?: (desired: DesiredWebhook) => Promise<readonly EspFinding[]>;
}

/** The API of an ESP from its definition and the parts that differ. */
export function assembleApi(definition: EspApiDefinition, parts: EspApiParts): EspApi {
  const { provider, title, capabilities, permissions } = definition;
  const { webhooks, suppressions } = capabilities;
  const { lists, scopes, getEverywhere } = parts;
  return {
    provider,
    capabilities,
    permissions,
    checkKey: parts.checkKey,
    webhooks:
      webhooks.supported && parts.webhooks
        ? createWebhookApi({ provider, title, capability: webhooks, driver: parts.webhooks })
        : null,
    suppressions:
      suppressions.supported && lists
        ? createSuppressionApi({
            provider,
            title,
            capability: suppressions,
            lists,
            ...(scopes ? { scopes } : {}),
            ...(getEverywhere ? { getEverywhere } : {}),
          })
        : null,
    inspect: parts.inspect ?? (async () => []),
  };
}
