import { brevoSamples } from './brevo.ts';
import { genericSamples } from './generic.ts';
import { mailgunSamples } from './mailgun.ts';
import { mailjetSamples } from './mailjet.ts';
import { mandrillSamples } from './mandrill.ts';
import { postmarkSamples } from './postmark.ts';
import { resendSamples } from './resend.ts';
import type { ProviderSamples } from './sample.ts';
import { sendgridSamples } from './sendgrid.ts';
import { sesSamples } from './ses.ts';
import { sesEventBridgeSamples } from './ses-eventbridge.ts';
import { socketlabsSamples } from './socketlabs.ts';
import { sparkpostSamples } from './sparkpost.ts';

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
  genericSamples,
];

/** Samples of every ESP, by the ESP's name. */
export const providerSamples: ReadonlyMap<string, ProviderSamples> = new Map(
  all.map((samples) => [samples.provider, samples]),
);
