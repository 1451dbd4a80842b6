import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import * as v from 'valibot';
import { type ProviderName, providerNames } from '../../shared/providers/registry.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { appSource, cdkJsonSource, configurationSource, type StarterSource } from '../starter.ts';
import { print } from '../terminal.ts';

const LIST_NAME = /^(\*|[a-z0-9][a-z0-9-]{0,62})$/;

/** A `package.json`, as far as `init` needs it: a CommonJS or an ECMAScript package. */
const manifestShape = v.object({ type: v.optional(v.string(), 'commonjs') });

export const init: CommandSetup = (command) => {
  addExamples(command, 'init', 'init --provider ses --provider sendgrid --list newsletter');
  command
    .option('--provider <name...>', 'ESPs to receive events of. Default: asks in a terminal, else ses.')
    .option('--list <name>', 'The list of the sources. Default: asks in a terminal, else every list.')
    .option('--stack <name>', 'Name of the stack.', 'BounceLedger')
    .option('--directory <path>', 'Where to write.', '.')
    .action(async ({ provider, list, stack, directory }) => {
      const folder = resolve(directory);
      const answers = provider === undefined && process.stdin.isTTY ? await ask() : {};
      const names = (provider ?? answers.providers ?? ['ses']).map(requireProvider);
      const chosenList = list ?? answers.list ?? '*';
      if (!LIST_NAME.test(chosenList))
        throw new CommandError(
          `Invalid list "${chosenList}". Use lower-case letters, digits and hyphens, or *.`,
        );
      const sources = names.map((name): StarterSource => ({ name, provider: name, list: chosenList }));
      write(folder, 'ledger.config.ts', configurationSource(sources));
      if (existsSync(join(folder, 'cdk.json'))) {
        print('There is a CDK app here already. Add the construct to one of its stacks:');
        print("  new BounceLedger(this, 'Ledger', { settings: loadSettings('ledger.config.ts') });");
      } else {
        write(folder, 'app.ts', appSource(stack, isModule(folder)));
        write(folder, 'cdk.json', cdkJsonSource());
        print('Next:');
        print('  npm install --save-dev aws-cdk tsx typescript @types/node');
        print('  npx cdk deploy');
      }
      for (const { name } of sources) print(`  npx bounce-ledger sources connect ${name} --stack ${stack}`);
    });
};

interface Answers {
  readonly providers?: readonly string[];
  readonly list?: string;
}

async function ask(): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const providers = await terminal.question(
      `ESPs, with commas between them (${providerNames.join(', ')}) [ses]: `,
    );
    const list = await terminal.question('List that their events belong to [*, every list]: ');
    return {
      ...(providers.trim() !== '' && { providers: providers.split(',').map((name) => name.trim()) }),
      ...(list.trim() !== '' && { list: list.trim() }),
    };
  } finally {
    terminal.close();
  }
}

function requireProvider(given: string): ProviderName {
  const name = providerNames.find((known) => known === given);
  if (name !== undefined) return name;
  throw new CommandError(`Unknown provider "${given}". See: bounce-ledger sources providers`);
}

/** Writes a file where there is none; an existing file is the operator's. */
function write(folder: string, file: string, text: string): void {
  if (existsSync(join(folder, file))) {
    print(`${file} exists already and was left as it is.`);
    return;
  }
  writeFileSync(join(folder, file), text);
  print(`Wrote ${file}.`);
}

function isModule(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const manifest = v.safeParse(manifestShape, JSON.parse(readFileSync(file, 'utf8')));
  return manifest.success && manifest.output.type === 'module';
}
