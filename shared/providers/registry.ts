import { ahasend } from './ahasend.ts';
import { azure } from './azure.ts';
import { brevo } from './brevo.ts';
import { customerio } from './customerio.ts';
import { elasticemail } from './elasticemail.ts';
import { forwardemail } from './forwardemail.ts';
import { generic } from './generic.ts';
import { infobip } from './infobip.ts';
import { iterable } from './iterable.ts';
import { lettermint } from './lettermint.ts';
import { loops } from './loops.ts';
import { mailchimp } from './mailchimp.ts';
import { mailersend } from './mailersend.ts';
import { mailgun } from './mailgun.ts';
import { mailjet } from './mailjet.ts';
import { mailomat } from './mailomat.ts';
import { mailtrap } from './mailtrap.ts';
import { mandrill } from './mandrill.ts';
import { mimepost } from './mimepost.ts';
import { postal } from './postal.ts';
import { postmark } from './postmark.ts';
import type { Provider } from './provider.ts';
import { resend } from './resend.ts';
import { scaleway } from './scaleway.ts';
import { sendgrid } from './sendgrid.ts';
import { sendpulse } from './sendpulse.ts';
import { ses } from './ses.ts';
import { sesEventBridge } from './ses-eventbridge.ts';
import { smtp2go } from './smtp2go.ts';
import { socketlabs } from './socketlabs.ts';
import { sparkpost } from './sparkpost.ts';
import { sweego } from './sweego.ts';
import { unisenderGo } from './unisender-go.ts';
import { zeptomail } from './zeptomail.ts';

/** Every ESP, in the order of the documentation. A new one is one line. */
const all: readonly Provider[] = [
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
];

export const providers: ReadonlyMap<string, Provider> = new Map(
  all.map((provider) => [provider.name, provider]),
);
