import { EspApiError } from './errors.ts';
import type { EspApiDefinition } from './types.ts';

/** An ESP without a usable API, with the reasons. */
export interface NoApi {
  readonly provider: string;
  readonly title: string;
  /** Why webhooks are set up by hand, and where. */
  readonly webhooks: string;
  /** Why the list cannot be compared. */
  readonly suppressions: string;
  readonly documents?: readonly string[];
}

/** The definition of an ESP whose API can neither manage webhooks nor read a suppression list. */
export function noApi({ provider, title, webhooks, suppressions, documents = [] }: NoApi): EspApiDefinition {
  return {
    provider,
    title,
    key: null,
    options: [],
    permissions: {},
    capabilities: {
      webhooks: { supported: false, reason: webhooks },
      suppressions: { supported: false, reason: suppressions },
    },
    documents,
    open: () => {
      throw new EspApiError({
        kind: 'unsupported',
        provider,
        message: `${title} has no management API. ${webhooks}`,
      });
    },
  };
}
