import { isKeyedProvider, type KeyedProvider } from './keyed-providers.ts';
import type { EspApiDefinition } from './types.ts';

export type ApiLoader = () => Promise<{ readonly api: EspApiDefinition }>;

/** The management APIs that take a key. They need nothing but fetch, so that a Lambda function can hold them. */
export const keyedApiLoaders: Readonly<Record<KeyedProvider, ApiLoader>> = {
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
  'unisender-go': () => import('../providers/unisender-go/api.ts'),
  ahasend: () => import('../providers/ahasend/api.ts'),
  scaleway: () => import('../providers/scaleway/api.ts'),
  zeptomail: () => import('../providers/zeptomail/api.ts'),
  lettermint: () => import('../providers/lettermint/api.ts'),
  forwardemail: () => import('../providers/forwardemail/api.ts'),
  loops: () => import('../providers/loops/api.ts'),
  sendpulse: () => import('../providers/sendpulse/api.ts'),
  infobip: () => import('../providers/infobip/api.ts'),
  mailchimp: () => import('../providers/mailchimp/api.ts'),
};

/** The definition of an API that takes a key; null for any other provider. */
export async function loadKeyedApi(provider: string): Promise<EspApiDefinition | null> {
  return isKeyedProvider(provider) ? (await keyedApiLoaders[provider]()).api : null;
}
