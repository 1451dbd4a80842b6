import { EspApiError } from './errors.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from './types.ts';

/**
 * The management APIs by provider. Each is loaded when it is asked for, and none is imported by the functions that
 * receive and process webhooks.
 */
const loaders: Readonly<Record<string, () => Promise<{ readonly api: EspApiDefinition }>>> = {
  ses: () => import('../providers/ses/api.ts'),
  'ses-eventbridge': () => import('../providers/ses-eventbridge/api.ts'),
  sendgrid: () => import('../providers/sendgrid/api.ts'),
  mailgun: () => import('../providers/mailgun/api.ts'),
  postmark: () => import('../providers/postmark/api.ts'),
  mandrill: () => import('../providers/mandrill/api.ts'),
  brevo: () => import('../providers/brevo/api.ts'),
  resend: () => import('../providers/resend/api.ts'),
  mailjet: () => import('../providers/mailjet/api.ts'),
  sparkpost: () => import('../providers/sparkpost/api.ts'),
  socketlabs: () => import('../providers/socketlabs/api.ts'),
  mailersend: () => import('../providers/mailersend/api.ts'),
  mailtrap: () => import('../providers/mailtrap/api.ts'),
  smtp2go: () => import('../providers/smtp2go/api.ts'),
  azure: () => import('../providers/azure/api.ts'),
  customerio: () => import('../providers/customerio/api.ts'),
  iterable: () => import('../providers/iterable/api.ts'),
  elasticemail: () => import('../providers/elasticemail/api.ts'),
  postal: () => import('../providers/postal/api.ts'),
  'unisender-go': () => import('../providers/unisender-go/api.ts'),
  ahasend: () => import('../providers/ahasend/api.ts'),
  sweego: () => import('../providers/sweego/api.ts'),
  mailomat: () => import('../providers/mailomat/api.ts'),
  scaleway: () => import('../providers/scaleway/api.ts'),
  zeptomail: () => import('../providers/zeptomail/api.ts'),
  lettermint: () => import('../providers/lettermint/api.ts'),
  forwardemail: () => import('../providers/forwardemail/api.ts'),
  loops: () => import('../providers/loops/api.ts'),
  sendpulse: () => import('../providers/sendpulse/api.ts'),
  infobip: () => import('../providers/infobip/api.ts'),
  mimepost: () => import('../providers/mimepost/api.ts'),
  mailchimp: () => import('../providers/mailchimp/api.ts'),
};

/** The providers that have a management API here, in the order of the documentation. */
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
