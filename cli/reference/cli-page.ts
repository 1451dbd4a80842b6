/** `docs/reference/cli.md`, generated from the commands' own definitions. */
import type { Argument, Command } from 'commander';
import { createProgram } from '../program.ts';
import { GENERATED, tableRow } from './markdown.ts';

/** The page of the command line. */
export async function cliPage(): Promise<string> {
  const program = (await createProgram('all')) as unknown as Command;
  const commands = program.commands.filter(({ name }) => name !== undefined);
  return `# Command line

${GENERATED}

\`npx bounce-ledger COMMAND\` where the package is installed, \`npm run --silent ledger -- COMMAND\` in a clone.

**Which ledger.** The local host at \`http://127.0.0.1:3000\`; another with \`--url URL\` or \`LEDGER_URL\`; a deployed stack with
\`--stack NAME\` and the AWS credentials of the environment (\`AWS_PROFILE\`, \`aws sso login\`, ...). Where queries are behind a
JWT, put the token into \`LEDGER_TOKEN\`.

**Output.** Tables and progress bars are for terminals; \`--json\` prints one JSON document, \`--jsonl\` one object a line;
\`-\` reads standard input. Colour stays out of pipes, and everywhere with \`NO_COLOR\`. Times are UTC.

**Exit codes.** 0 done, 1 problems found (\`doctor\`, \`sync plan\` with drift), 2 failed (the reason is on standard error), 10 an
address is suppressed.

| command | what it does |
| --- | --- |
${commands.map((command) => tableRow([`[\`${command.name()}\`](#${command.name()})`, command.description()])).join('\n')}

${commands.map((command) => sectionOf(command, '')).join('\n\n')}
`;
}

function sectionOf(command: Command, parent: string): string {
  const path = `${parent}${command.name()}`;
  const subcommands = command.commands.filter((sub) => sub.name() !== 'help');
  const heading = parent === '' ? '##' : '###';
  const parts = [`${heading} ${path}`, command.description()];
  if (subcommands.length === 0) {
    parts.push(`\`\`\`text\nbounce-ledger ${path} ${command.usage()}\n\`\`\``, ...tablesOf(command));
  }
  return [
    ...parts.filter((part) => part !== ''),
    ...subcommands.map((sub) => sectionOf(sub, `${path} `)),
  ].join('\n\n');
}

function tablesOf(command: Command): readonly string[] {
  const rows = [
    ...command.registeredArguments
      .filter(({ description }) => description !== '')
      .map((argument: Argument) => tableRow([`\`${argument.name()}\``, argument.description])),
    ...command.options.map(({ flags, description, defaultValue }) =>
      tableRow([
        `\`${flags}\``,
        defaultValue === undefined ? description : `${description} Default: ${defaultValue}.`,
      ]),
    ),
  ];
  return rows.length === 0 ? [] : [['| option | meaning |', '| --- | --- |', ...rows].join('\n')];
}
