import { ahasend } from './ahasend/webhook.ts';
import { azure } from './azure/webhook.ts';
import { brevo } from './brevo/webhook.ts';
import { customerio } from './customerio/webhook.ts';
import { elasticemail } from './elasticemail/webhook.ts';
import { forwardemail } from './forwardemail/webhook.ts';
import { generic } from './generic/webhook.ts';
import { infobip } from './infobip/webhook.ts';
import { iterable } from './iterable/webhook.ts';
import { lettermint } from './lettermint/webhook.ts';
import { loops } from './loops/webhook.ts';
import { mailchimp } from './mailchimp/webhook.ts';
import { mailersend } from './mailersend/webhook.ts';
import { mailgun } from './mailgun/webhook.ts';
import { mailjet } from './mailjet/webhook.ts';
import { mailomat } from './mailomat/webhook.ts';
import { mailtrap } from './mailtrap/webhook.ts';
import { mandrill } from './mandrill/webhook.ts';
import { mimepost } from './mimepost/webhook.ts';
import { postal } from './postal/webhook.ts';
import { postmark } from './postmark/webhook.ts';
import type { Provider } from './provider.ts';
import { resend } from './resend/webhook.ts';
import { scaleway } from './scaleway/webhook.ts';
import { sendgrid } from './sendgrid/webhook.ts';
import { sendpulse } from './sendpulse/webhook.ts';
import { ses } from './ses/webhook.ts';
import { sesEventBridge } from './ses-eventbridge/webhook.ts';
import { smtp2go } from './smtp2go/webhook.ts';
import { socketlabs } from './socketlabs/webhook.ts';
import { sparkpost } from './sparkpost/webhook.ts';
import { sweego } from './sweego/webhook.ts';
import { unisenderGo } from './unisender-go/webhook.ts';
import { zeptomail } from './zeptomail/webhook.ts';

/** Every ESP, in the order of the documentation. A new ESP is one line here and its folder. */
const all = [
  ses,
  sesEventBridge,
  sendgrid,
  mailgun,
  postmark,
  mandrill,
  brevo,
  resend,
  mailjet,
  sparkpost,
  socketlabs,
  mailersend,
  mailtrap,
  smtp2go,
  azure,
  customerio,
  iterable,
  elasticemail,
  postal,
  unisenderGo,
  ahasend,
  sweego,
  mailomat,
  scaleway,
  zeptomail,
  lettermint,
  forwardemail,
  loops,
  sendpulse,
  infobip,
  mimepost,
  mailchimp,
  generic,
] as const;

/** The ESPs by the names that the configuration, the command line and the records use. */
export type ProviderName = (typeof all)[number]['name'];

export const providerNames: readonly ProviderName[] = all.map(({ name }) => name);

export const providers: ReadonlyMap<string, Provider> = new Map(
  all.map((provider) => [provider.name, provider]),
);
