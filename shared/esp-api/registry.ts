import { EspApiError } from './errors.ts';
import { type ApiLoader, keyedApiLoaders } from './keyed-apis.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from './types.ts';

/**
 * The management APIs by provider. Each is loaded when it is asked for, and none is imported by the functions that
 * receive and process webhooks.
 */
const loaders: Readonly<Record<string, ApiLoader>> = {
  ses: () => import('../providers/ses/api.ts'),
  'ses-eventbridge': () => import('../providers/ses-eventbridge/api.ts'),
  ...keyedApiLoaders,
  postal: () => import('../providers/postal/api.ts'),
  sweego: () => import('../providers/sweego/api.ts'),
  mailomat: () => import('../providers/mailomat/api.ts'),
  mimepost: () => import('../providers/mimepost/api.ts'),
};

/** The providers that have a management API here. */
export const espApiNames: readonly string[] = Object.keys(loaders);

/** The definition of a provider's API; null where it has none here. */
export async function loadEspApi(provider: string): Promise<EspApiDefinition | null> {
  const load = Object.hasOwn(loaders, provider) ? loaders[provider] : undefined;
  return load === undefined ? null : (await load()).api;
}

/**
 * Opens the API of an ESP; nothing is sent yet.
 * @throws EspApiError of kind `unsupported` where the provider has none, `settings` where an option is invalid.
 * @example
 * const api = await openEspApi('sendgrid', { apiKey });
 * const plan = await api.webhooks?.plan({ url: 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news' });
 */
export async function openEspApi(provider: string, settings: EspApiSettings): Promise<EspApi> {
  const definition = await loadEspApi(provider);
  if (definition !== null) return definition.open(settings);
  const message = `No management API is known for "${provider}". It is known for: ${espApiNames.join(', ')}.`;
  throw new EspApiError({ kind: 'unsupported', provider, message });
}
