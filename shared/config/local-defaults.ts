/** One source a provider, named as the provider: what the local host runs without a configuration of its own. */

import { providerNames } from '../providers/registry.ts';
import { defineLedger } from './define.ts';

/** Bursts of a test on one machine are not an attack, and its events may be from any time. */
const RATE_PER_SECOND = 10_000;

/** SES publishes the same events by SNS and by EventBridge. */
const SES: ReadonlySet<string> = new Set(['ses', 'ses-eventbridge']);

export default defineLedger({
  sources: Object.fromEntries(
    providerNames.map((provider) => [
      provider,
      {
        provider,
        ratePerSecond: RATE_PER_SECOND,
        maxEventAgeDays: null,
        ...(SES.has(provider) && { family: 'ses' }),
      },
    ]),
  ),
  // The demonstration is of a small sender.
  reputation: { minMessages: 100 },
  inboundMail: { domain: 'bounces.local.example', buckets: ['inbound-mail'] },
});
