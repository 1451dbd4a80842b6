import type { ProviderSamples } from './sample.ts';
import { sendgridSamples } from './sendgrid.ts';
import { sesSamples } from './ses.ts';
import { sesEventBridgeSamples } from './ses-eventbridge.ts';
import { socketlabsSamples } from './socketlabs.ts';

/** In the order of the documentation. A new ESP is one line. */
const all: readonly ProviderSamples[] = [
  sesSamples,
  sesEventBridgeSamples,
  sendgridSamples,
  socketlabsSamples,
];

/** Samples of every ESP, by the ESP's name. */
export const providerSamples: ReadonlyMap<string, ProviderSamples> = new Map(
  all.map((samples) => [samples.provider, samples]),
);
