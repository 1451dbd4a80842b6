import { ahasendSamples } from './ahasend.ts';
import { azureSamples } from './azure.ts';
import { brevoSamples } from './brevo.ts';
import { customerioSamples } from './customerio.ts';
import { elasticemailSamples } from './elasticemail.ts';
import { forwardemailSamples } from './forwardemail.ts';
import { genericSamples } from './generic.ts';
import { infobipSamples } from './infobip.ts';
import { iterableSamples } from './iterable.ts';
import { lettermintSamples } from './lettermint.ts';
import { loopsSamples } from './loops.ts';
import { mailchimpSamples } from './mailchimp.ts';
import { mailersendSamples } from './mailersend.ts';
import { mailgunSamples } from './mailgun.ts';
import { mailjetSamples } from './mailjet.ts';
import { mailomatSamples } from './mailomat.ts';
import { mailtrapSamples } from './mailtrap.ts';
import { mandrillSamples } from './mandrill.ts';
import { mimepostSamples } from './mimepost.ts';
import { postalSamples } from './postal.ts';
import { postmarkSamples } from './postmark.ts';
import { resendSamples } from './resend.ts';
import type { ProviderSamples } from './sample.ts';
import { scalewaySamples } from './scaleway.ts';
import { sendgridSamples } from './sendgrid.ts';
import { sendpulseSamples } from './sendpulse.ts';
import { sesSamples } from './ses.ts';
import { sesEventBridgeSamples } from './ses-eventbridge.ts';
import { smtp2goSamples } from './smtp2go.ts';
import { socketlabsSamples } from './socketlabs.ts';
import { sparkpostSamples } from './sparkpost.ts';
import { sweegoSamples } from './sweego.ts';
import { unisenderGoSamples } from './unisender-go.ts';
import { zeptomailSamples } from './zeptomail.ts';

/** In the order of the documentation. A new ESP is one line. */
const all: readonly ProviderSamples[] = [
  sesSamples,
  sesEventBridgeSamples,
  sendgridSamples,
  mailgunSamples,
  postmarkSamples,
  mandrillSamples,
  brevoSamples,
  resendSamples,
  mailjetSamples,
  sparkpostSamples,
  socketlabsSamples,
  mailersendSamples,
  mailtrapSamples,
  smtp2goSamples,
  azureSamples,
  customerioSamples,
  iterableSamples,
  elasticemailSamples,
  postalSamples,
  unisenderGoSamples,
  ahasendSamples,
  sweegoSamples,
  mailomatSamples,
  scalewaySamples,
  zeptomailSamples,
  lettermintSamples,
  forwardemailSamples,
  loopsSamples,
  sendpulseSamples,
  infobipSamples,
  mimepostSamples,
  mailchimpSamples,
  genericSamples,
];

/** Samples of every ESP, by the ESP's name. */
export const providerSamples: ReadonlyMap<string, ProviderSamples> = new Map(
  all.map((samples) => [samples.provider, samples]),
);
