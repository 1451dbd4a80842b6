/**
 * `measure.ts read|plan URL`: reads the two sides as a plan does, or compares them; prints time and peak memory as JSON.
 */

import { ahead } from '../../../cli/streams.ts';
import { listedEntries } from '../../../cli/sync/esp-side.ts';
import { listedSuppressions, lookUp } from '../../../cli/sync/ledger-side.ts';
import { makePlan } from '../../../cli/sync/plan.ts';
import { hostTarget } from '../../../cli/target/host.ts';
import { loadEspApi, openEspApi } from '../../../shared/esp-api/registry.ts';

const [, , what, url = ''] = process.argv;
const target = hostTarget(url, '');
const api = await openEspApi('mailgun', {
  apiKey: 'key-of-the-bench',
  options: { domains: 'mg.example.com' },
  baseUrl: url,
});
const capability = (await loadEspApi('mailgun'))?.capabilities.suppressions;
const { suppressions } = api;
if (suppressions === null || !capability.supported) throw new Error('Mailgun has lists.');

async function read() {
  if (suppressions === null || !capability?.supported) throw new Error('Mailgun has lists.');
  const count = async (pages: AsyncIterable<readonly unknown[]>) => {
    let rows = 0;
    for await (const { length } of ahead(pages)) rows += length;
    return rows;
  };
  const [listed, suppressed] = await Promise.all([
    count(listedEntries(suppressions, capability)),
    count(listedSuppressions(target, '*')),
  ]);
  return { listed, suppressed, changes: 0 };
}

async function plan() {
  if (suppressions === null || !capability.supported) throw new Error('Mailgun has lists.');
  const made = await makePlan(
    {
      name: 'mailgun',
      title: 'Mailgun',
      target,
      suppressions,
      rules: { source: 'mailgun', list: '*', capability },
      addresses: { stored: 'plain' },
      lookUp: (addresses) => lookUp(target, '*', addresses),
      remembered: async () => ({ find: () => [], add: async () => undefined }),
    },
    { keep: 'counts' },
  );
  const { listed, suppressed } = made.counts;
  const changes = made.summary.totalChanges;
  made.close();
  return { listed, suppressed, changes };
}

const start = performance.now();
const counts = await (what === 'plan' ? plan() : read());
const milliseconds = performance.now() - start;
const megabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ milliseconds, megabytes, ...counts }));
