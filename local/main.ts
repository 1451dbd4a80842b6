/** `npm start`: the command of the local host. */
import { inMemoryDataFolder, openDataFolder } from './data-folder.ts';
import { asTable, demonstrate } from './demo/samples.ts';
import { sendTraffic } from './demo/send.ts';
import { DEMO_DAYS } from './demo/traffic.ts';
import { type Host, startHost } from './host.ts';
import { type Options, readOptions, usage } from './options.ts';
import { defaultConfig, synthesise } from './synthesis.ts';

let options: Options;
try {
  options = readOptions(process.argv.slice(2), process.env);
} catch (error) {
  fail(error);
}
if (options.help) {
  console.log(usage);
  process.exit(0);
}

// A closed output is no reason to stop serving.
process.stdout.on('error', () => {});

const starting = start(options).catch(fail);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    setTimeout(() => process.exit(1), 3_000).unref();
    await (await starting).stop();
    process.exit(0);
  });
}
const host = await starting;
console.log(`ready ${host.url}`);
const shown = options.samples && (await host.isEmpty());
if (shown) await showSamples(host);
console.log(whatNext(host, options));
// An operator's own configuration or data is no place for made-up weeks.
if (shown && options.config === null && options.data === null) await showTraffic(host);

async function start({ port, data, config, dynamodb }: Options): Promise<Host> {
  const assembly = synthesise(config ?? defaultConfig);
  // It is awaited by the host; until then its failure is not unhandled.
  assembly.catch(() => {});
  return startHost({
    assembly,
    port,
    data: data === null ? inMemoryDataFolder : await openDataFolder(data),
    dynamodb,
  });
}

async function showSamples(of: Host): Promise<void> {
  try {
    console.log(`\nSample events, sent and signed as the ESPs would:\n${asTable(await demonstrate(of))}`);
  } catch (error) {
    console.error(
      `The samples did not go through: ${messageOf(error)}. What the functions said is in ${of.logFolder}`,
    );
  }
}

async function showTraffic(of: Host): Promise<void> {
  try {
    const { events, sources } = await sendTraffic(of, Date.now());
    console.log(
      `\nDemonstration: ${events.toLocaleString('en')} events of ${DEMO_DAYS} days by ${sources.join(', ')}, with a storm that is open. --empty leaves them out.`,
    );
  } catch (error) {
    console.error(
      `The demonstration was not sent: ${messageOf(error)}. The functions' output is in ${of.logFolder}`,
    );
  }
}

function whatNext({ url, logFolder }: Host, { data }: Options): string {
  const elsewhere = url.endsWith(':3000') ? '' : ` --url ${url}`;
  return `
What to try next:
  npm run --silent ledger -- trigger sendgrid bounce --to ann@shop.example${elsewhere}
  npm run --silent ledger -- explain ann@shop.example${elsewhere}
  curl ${url}/v1/addresses/ann@shop.example
  ${url}/        the console: open it in a browser
  curl ${url}/_local/sources        the webhooks and their secrets
  curl ${url}/_local/aws            where an AWS client finds the table, topic, queue and bucket

The functions' output is in ${logFolder}.
${data === null ? 'Everything is in memory; --data DIR keeps it.' : `Everything is kept in ${data}.`} Ctrl-C ends it.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(error: unknown): never {
  console.error(`The local host did not start: ${messageOf(error)}`);
  process.exit(1);
}
