import { relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { readSecrets, writeSecrets } from '../../shared/aws/secrets.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import type { Provider } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { CONFIG_FILE, withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { addSource } from '../config-file.ts';
import { makeSecret, setUpSteps } from '../set-up.ts';
import { openTarget, type TargetChoice, type TargetSource, withTarget } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';

export const sources: CommandSetup = (command) => {
  addExamples(
    command,
    'sources add sendgrid-news --provider sendgrid --list newsletter --stack BounceLedger',
    'sources rotate sendgrid-news --secret - --stack BounceLedger',
    'sources list --json',
  );
  withTarget(withConfig(command.command('list').description('List the sources with their webhook URLs.')))
    .option('--json', 'Print JSON.')
    .action(list);
  command
    .command('providers')
    .description('List the supported ESPs.')
    .action(() =>
      printTable(
        ['provider', 'ESP'],
        [...providers.values()].map(({ name, title }) => [name, title]),
      ),
    );
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
  withTarget(
    withConfig(
      command.command('rotate').description('Rotate the secret; the old one stays valid beside it.'),
    ),
  )
    .argument('<name>', 'name of the source')
    .option('--secret <text>', 'The secret that the ESP made; - reads standard input.')
    .option('--finish', 'End a rotation: the old secret is no longer valid.')
    .action(rotate);
};

interface Options extends TargetChoice {
  readonly provider?: string | undefined;
  readonly list?: string | undefined;
  readonly secret?: string | undefined;
  readonly finish?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly config?: string | undefined;
}

async function list(options: Options): Promise<void> {
  const known = await (await openTarget(options)).sources();
  if (options.json)
    printJson(
      known.map(({ source, provider, url, secret }) => ({ source, provider, url, secret: secret !== null })),
    );
  else printTable(['source', 'provider', 'secret', 'URL'], known.map(rowOf));
}

function rowOf({ source, provider, url, secret }: TargetSource): readonly string[] {
  return [source, provider, secret === null ? paint('yellow', 'none yet') : 'set', url];
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
  const secret = (await givenSecret(options)) ?? madeSecret(provider);
  addSource(file, entry);
  print(`${name} is in the configuration.`);
  if (secret !== null) await writeSecrets(resources.connection, resources.secretsPrefix, name, [secret]);
  print(`Deploy it: npx cdk deploy ${stack}. Then:`);
  printSteps(provider, { name, url: `${resources.apiUrl}/v1/webhooks/${name}`, secret, stack });
}

/** Without a stack there is neither its URL nor its secret yet: where both come from, and what is known already. */
function printWithoutStack(provider: Provider, name: string, file: string): void {
  const [sample] = providerSamples.get(provider.name)?.samples ?? [];
  const isOurs = guideOf(provider.name).secret.from === 'us';
  print(`${name} is in the configuration.`);
  print(`On this machine: npm start -- --config ${file}   (makes a secret for it). Then try it:`);
  print(`  bounce-ledger trigger ${provider.name} ${sample?.name} --source ${name}`);
  print('On AWS: deploy it. API below is what the stack calls ApiUrl.');
  if (isOurs)
    print(`  bounce-ledger sources rotate ${name} --stack STACK   (makes SECRET, and prints this with both)`);
  printSteps(provider, {
    name,
    url: `https://API/v1/webhooks/${name}`,
    secret: isOurs ? 'SECRET' : null,
    stack: 'STACK',
  });
}

async function rotate(name: string, options: Options): Promise<void> {
  const target = await openTarget(options);
  const source = (await target.sources()).find((one) => one.source === name);
  if (!source)
    throw new CommandError(`${target.name} has no source "${name}". See: bounce-ledger sources list`);
  const provider = providerNamed(source.provider);
  const { connection, secretsPrefix } = await target.resources();
  const [newest] = (await readSecrets(connection, secretsPrefix, name)) ?? [];
  if (options.finish) {
    if (newest === undefined) throw new CommandError(`${name} has no secret yet.`);
    await writeSecrets(connection, secretsPrefix, name, [newest]);
    print(`Only the newest secret of ${name} is valid now, within five minutes.`);
    return;
  }
  const secret = (await givenSecret(options)) ?? madeSecret(provider);
  if (secret === null) {
    throw new CommandError(
      `${provider.title} makes the secret itself: copy "${guideOf(provider.name).secret.field}", and give it with --secret -.`,
    );
  }
  await writeSecrets(connection, secretsPrefix, name, newest === undefined ? [secret] : [secret, newest]);
  print(newest === undefined ? `${name} has its secret.` : `${name} takes the new secret and the old one.`);
  printSteps(provider, { name, url: source.url, secret, stack: options.stack });
  if (newest !== undefined)
    print(`Once the ESP uses the new one: bounce-ledger sources rotate ${name} --finish`);
}

/** A new secret where it is ours to make; null where the ESP makes it. */
function madeSecret({ name }: Provider): string | null {
  const guide = guideOf(name);
  return guide.secret.from === 'us' ? makeSecret(guide) : null;
}

function providerNamed(name: string | undefined): Provider {
  const provider = providers.get(name ?? '');
  if (provider) return provider;
  const meant = name === undefined ? null : nearest(name, providers.keys());
  throw new CommandError(
    name === undefined
      ? 'Name the ESP: --provider NAME. `bounce-ledger sources providers` lists them.'
      : `There is no provider "${name}".${meant === null ? '' : ` Did you mean "${meant}"?`} ` +
          '`bounce-ledger sources providers` lists them.',
  );
}

/** A secret on the command line stays in the shell's history; standard input does not. */
async function givenSecret({ secret }: Options): Promise<string | null> {
  const given = secret === '-' ? (await text(process.stdin)).trim() : secret;
  if (given === '') throw new CommandError('The secret is empty.');
  return given ?? null;
}

function printSteps(provider: Provider, source: Parameters<typeof setUpSteps>[1]): void {
  setUpSteps(provider, source).forEach((step, index) => {
    print(`  ${index + 1}. ${step}`);
  });
  const { notes = [], references } = guideOf(provider.name);
  if (notes.length > 0) print();
  for (const note of notes) print(`  ${note}`);
  print();
  for (const reference of references) print(paint('dim', `  ${reference}`));
}
