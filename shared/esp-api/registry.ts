import type { ProviderName } from '../providers/registry.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from './types.ts';

/**
 * The definition of a provider's management API. Each is loaded when it is asked for, and none is imported by the
 * functions that receive and process webhooks.
 */
export async function loadEspApi(provider: ProviderName): Promise<EspApiDefinition> {
  const { api }: { api: EspApiDefinition } = await import(`../providers/${provider}/api.ts`);
  return api;
}

/**
 * Opens the API of an ESP; nothing is sent yet.
 * @throws EspApiError of kind `unsupported` where the ESP has none, `settings` where an option is invalid.
 * @example
 * const api = await openEspApi('sendgrid', { apiKey });
 * const plan = await api.webhooks?.plan({ url: 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news' });
 */
export async function openEspApi(provider: ProviderName, settings: EspApiSettings): Promise<EspApi> {
  return (await loadEspApi(provider)).open(settings);
}
