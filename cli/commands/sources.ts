import { relative, resolve } from 'node:path';
import { writeSourceSecrets } from '../../shared/aws/secrets.ts';
import { webhookUrl } from '../../shared/esp-api/desired-webhook.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import type { Provider } from '../../shared/providers/provider.ts';
import { type KnownProvider, providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { readActivity, type SourceActivity } from '../activity.ts';
import { CONFIG_FILE, withConfig } from '../code-settings.ts';
import { addExamples, type CommandSetup } from '../command.ts';
import { addSource } from '../config-file.ts';
import { makeUrlKey } from '../set-up.ts';
import { openTarget, type TargetChoice, type TargetSource, withTarget } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';
import { sourceIncidents } from './sources/incidents.ts';
import { revoke } from './sources/revoke.ts';
import { rotateSecret } from './sources/rotate-secret.ts';
import { givenSecret, newSecret, printSteps, providerNamed } from './sources/secret.ts';

export const sources: CommandSetup = (command) => {
  addExamples(
    command,
    'sources add sendgrid-news --provider sendgrid --list newsletter --stack BounceLedger',
    'sources rotate sendgrid-news --secret - --stack BounceLedger',
    'sources list --json',
  );
  withTarget(
    withConfig(
      command
        .command('list')
        .description('List the sources with their webhook URLs, last events and rejected webhooks.'),
    ),
  )
    .option('--json', 'Print JSON.')
    .action(list);
  command.command('providers').description('List the supported ESPs.').action(listProviders);
  withTarget(
    withConfig(command.command('add').description('Add a source and print how to set its webhook up.')),
  )
    .argument('<name>', 'name of the source, such as sendgrid-news')
    .requiredOption(
      '--provider <name>',
      'The ESP that sends the webhooks. See: bounce-ledger sources providers',
    )
    .option('--list <name>', 'The list its events belong to. Default: every list.')
    .option('--secret <text>', 'The secret that the ESP made; - reads standard input.')
    .action(add);
  rotateSecret(command);
  withTarget(
    withConfig(
      command.command('connect').description("Configure the ESP's webhook for a source through its API."),
    ),
  )
    .argument('<name>', 'name of the source')
    .option('--api-key <key>', 'The API key of the ESP; - reads standard input. Default: the stored one.')
    .option('--option <name=value...>', 'What the API needs beside the key, such as region=eu.')
    .option('--public-url <url>', 'Base URL that the ESP calls, where a proxy or a tunnel is in front.')
    .option('--dry-run', 'Show what would change, and change nothing.')
    .option('--json', 'Print JSON.')
    .action(async (name, options) => (await import('../esp/connect.ts')).connect(name, options));
  sourceIncidents(command);
  revoke(command);
};

interface Options extends TargetChoice {
  readonly provider?: string | undefined;
  readonly list?: string | undefined;
  readonly secret?: string | undefined;
  readonly json?: boolean | undefined;
  readonly config?: string | undefined;
}

/** The command that sets the webhook up; null where the ESP's API cannot do it. */
async function connectCommand({ name: provider }: KnownProvider, source: string): Promise<string | null> {
  const { loadEspApi } = await import('../../shared/esp-api/registry.ts');
  const definition = await loadEspApi(provider);
  if (!definition.capabilities.webhooks.supported) return null;
  return `bounce-ledger sources connect ${source}${definition.key === null ? '' : ' --api-key -'}`;
}

/** Which ESPs there are, what `connect` needs of each, and what the sync can do with its list. */
async function listProviders(): Promise<void> {
  const [{ loadEspApi }, { ownListInWords }] = await Promise.all([
    import('../../shared/esp-api/registry.ts'),
    import('../../shared/sync/reasons.ts'),
  ]);
  const rows = [...providers.values()].map(async ({ name, title }) => {
    const definition = await loadEspApi(name);
    const isConnectable = definition.capabilities.webhooks.supported;
    const key = isConnectable ? (definition.key ?? 'none: the AWS credentials') : '';
    const { suppressions } = definition.capabilities;
    const ownList = suppressions.supported ? ownListInWords(suppressions) : 'none by API';
    return [name, title, isConnectable ? 'by one command' : 'by hand', key, ownList];
  });
  printTable(['provider', 'ESP', 'connected', 'API key', 'its own list'], await Promise.all(rows));
}

async function list(options: Options): Promise<void> {
  const target = await openTarget(options);
  const known = await target.sources();
  const activity = await readActivity(target, known);
  if (options.json) {
    printJson(
      known.map(({ source, provider, url, secret }) => ({
        source,
        provider,
        url,
        secret: secret !== null,
        lastEventAt: activity.get(source)?.lastEventAt ?? null,
        rejected: activity.get(source)?.rejected ?? null,
      })),
    );
    return;
  }
  const head = ['source', 'provider', 'secret', 'last event', 'rejected within a day', 'URL'];
  printTable(
    head,
    known.map((source) => rowOf(source, activity.get(source.source))),
  );
}

function rowOf(
  { source, provider, url, secret }: TargetSource,
  activity: SourceActivity | undefined,
): readonly string[] {
  const none = paint('yellow', 'none yet');
  const rejected = Object.entries(activity?.rejected ?? {}).map(([cause, count]) => `${cause}: ${count}`);
  return [
    source,
    provider,
    secret === null ? none : 'set',
    activity?.lastEventAt?.toISOString().slice(0, 19).concat('Z') ?? '',
    rejected.length === 0 ? '' : paint('yellow', rejected.join(', ')),
    url ?? none,
  ];
}

async function add(name: string, options: Options): Promise<void> {
  const provider = providerNamed(options.provider);
  const { stack } = options;
  const entry = { name, provider: provider.name, list: options.list };
  const file = options.config ?? CONFIG_FILE;
  if (stack === undefined) {
    addSource(file, entry);
    printWithoutStack(provider, name, relative(process.cwd(), resolve(file)));
    return;
  }
  // A stack that cannot be reached leaves the file alone, so that the same command can be given again.
  const resources = await (await openTarget(options)).resources();
  const secret = (await givenSecret(options)) ?? newSecret(provider);
  addSource(file, entry);
  print(`${name} is in the configuration.`);
  const urlKey = makeUrlKey();
  const secrets = secret === null ? [] : [secret];
  await writeSourceSecrets(resources.connection, resources.secretsPrefix, name, {
    secrets,
    urlKeys: [urlKey],
  });
  print(`Deploy it: npx cdk deploy ${stack}. Then:`);
  const command = await connectCommand(provider, name);
  if (command !== null) {
    print(`  ${command} --stack ${stack}`);
    print('Or by hand:');
  }
  printSteps(provider, { name, url: webhookUrl(resources.apiUrl, name, urlKey), secret, stack });
}

/** Without a stack there is neither its URL nor its secret yet: where both come from, and what is known already. */
function printWithoutStack(provider: Provider, name: string, file: string): void {
  const [sample] = providerSamples.get(provider.name)?.samples ?? [];
  const isOurs = guideOf(provider.name).secret.from === 'us';
  print(`${name} is in the configuration.`);
  print(`On this machine: npm start -- --config ${file}   (makes a secret for it). Then try it:`);
  print(`  bounce-ledger trigger ${provider.name} ${sample?.name} --source ${name}`);
  print('On AWS: deploy it. API below is what the stack calls ApiUrl.');
  const made = isOurs ? 'KEY and SECRET' : 'KEY';
  print(`  bounce-ledger sources rotate ${name} --stack STACK   (makes ${made}, and prints this with all)`);
  printSteps(provider, {
    name,
    url: webhookUrl('https://API', name, 'KEY'),
    secret: isOurs ? 'SECRET' : null,
    stack: 'STACK',
  });
}
