import type { Provider } from './provider.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';
import { sesEventBridge } from './ses-eventbridge.ts';
import { socketlabs } from './socketlabs.ts';

/** Every ESP, in the order of the documentation. A new one is one line. */
const all: readonly Provider[] = [ses, sesEventBridge, sendgrid, socketlabs];

export const providers: ReadonlyMap<string, Provider> = new Map(
  all.map((provider) => [provider.name, provider]),
);

export const providerNames: readonly string[] = all.map((provider) => provider.name);
