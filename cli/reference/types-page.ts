/**
 * Reference pages of types, generated from the TSDoc of their declarations: the construct's properties and the
 * configuration. TypeDoc cannot read a project that compiles with TypeScript 7, whose compiler has no JavaScript API.
 */
import { readFileSync } from 'node:fs';
import { GENERATED, tableRow } from './markdown.ts';

const ROOT = new URL('../../', import.meta.url);

/** A declared interface with its documented members. */
interface DeclaredInterface {
  readonly name: string;
  readonly description: string;
  readonly members: readonly Member[];
}

interface Member {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly description: string;
  readonly defaultValue: string;
  readonly example: string;
}

/** `docs/reference/construct.md`. */
export function constructPage(): string {
  return pageOf(
    'Construct',
    `\`BounceLedger\` is a CDK construct for TypeScript and JavaScript, in ECMAScript and CommonJS modules. It creates the table,
the bucket, the queues, the functions, the API, the topic and the rule for SES, the event bus and the alarms.

\`\`\`ts
const ledger = new BounceLedger(this, 'Ledger', { settings: loadSettings('ledger.config.ts') });
\`\`\`

Members: ${membersOf('infra/bounce-ledger.ts').join(', ')}. Methods: ${methodsOf('infra/bounce-ledger.ts').join(', ')}.`,
    [
      'infra/props.ts',
      'infra/alarms.ts',
      'infra/function-options.ts',
      'infra/processor.ts',
      'infra/http-api.ts',
    ],
    ['BounceLedgerProps', 'Concurrency', 'Batch', 'Throttle', 'AlarmOptions', 'CustomDomain', 'VpcOptions'],
  );
}

/** `docs/reference/configuration.md`. */
export function configurationPage(): string {
  return pageOf(
    'Configuration',
    `\`ledger.config.ts\` says what a ledger listens to. It is checked when the stack is synthesised and by
\`bounce-ledger codes check\`; every error names file, line and remedy. It holds no secret.

\`\`\`ts
import { defineLedger } from 'bounce-ledger/config';

export default defineLedger({
  sources: {
    ses: 'ses',
    'sendgrid-news': { provider: 'sendgrid', list: 'newsletter' },
  },
  lists: { newsletter: {} },
});
\`\`\``,
    ['shared/config/define.ts', 'shared/config/policy-changes.ts'],
    [],
  );
}

/** The public members of the class that a file declares, as code. */
function membersOf(file: string): readonly string[] {
  const source = readFileSync(new URL(file, ROOT), 'utf8');
  return Array.from(source.matchAll(/^ {2}readonly (\w+):/gm), ([, name]) => `\`${name}\``);
}

/** The public methods of the class that a file declares, with the names of their parameters. */
function methodsOf(file: string): readonly string[] {
  const source = readFileSync(new URL(file, ROOT), 'utf8');
  return Array.from(
    source.matchAll(/^ {2}(?!constructor)([a-z]\w*)\(([^)]*)\): \w+ \{$/gm),
    ([, name, parameters = '']) => `\`${name}(${parameters.replaceAll(/: \w+/g, '')})\``,
  );
}

function pageOf(
  title: string,
  introduction: string,
  files: readonly string[],
  names: readonly string[],
): string {
  const declared = files.flatMap((file) => interfacesIn(readFileSync(new URL(file, ROOT), 'utf8')));
  const shown =
    names.length === 0 ? declared : names.flatMap((name) => declared.find((one) => one.name === name) ?? []);
  return `# ${title}\n\n${GENERATED}\n\n${introduction}\n\n${shown.map(sectionOf).join('\n\n')}\n`;
}

function sectionOf({ name, description, members }: DeclaredInterface): string {
  const rows = members.map(({ name: member, type, optional, description: text, defaultValue, example }) =>
    tableRow([
      `\`${member}\`${optional ? '' : ' (required)'}`,
      `\`${type}\``,
      [text, defaultValue && `Default: ${defaultValue}.`, example && `Example: \`${example}\`.`]
        .filter((part) => part !== '')
        .join(' '),
    ]),
  );
  return [
    `## ${name}`,
    description,
    ['| property | type | meaning |', '| --- | --- | --- |', ...rows].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const INTERFACE = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export interface (\w+)[^{\n]*\{\n([\s\S]*?)\n\}/g;
const MEMBER =
  /(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {2}readonly (\w+)(\??): ?\n? *([\s\S]*?);\n(?=\n| {2}\/\*\*| {2}readonly|$)/g;

function interfacesIn(source: string): readonly DeclaredInterface[] {
  return Array.from(source.matchAll(INTERFACE), ([, comment = '', name = '', body = '']) => ({
    name,
    description: tagsOf(comment).text,
    members: Array.from(
      `${body}\n`.matchAll(MEMBER),
      ([, memberComment = '', member = '', mark = '', type = '']): Member => {
        const { text, defaultValue, example } = tagsOf(memberComment);
        return {
          name: member,
          type: type
            .replace(/\s*\/\*\*[\s\S]*?\*\/\s*/g, ' ')
            .replace(/\s+/g, ' ')
            .trim(),
          optional: mark === '?',
          description: text,
          defaultValue,
          example,
        };
      },
    ),
  }));
}

/** The prose, default and example of a TSDoc comment. */
function tagsOf(comment: string): {
  readonly text: string;
  readonly defaultValue: string;
  readonly example: string;
} {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim());
  const [text = '', ...tags] = lines
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?:^|\s)@(?=(?:default|example)\b)/);
  const tag = (name: string) =>
    tags
      .find((one) => one.startsWith(name))
      ?.slice(name.length)
      .trim() ?? '';
  return {
    text: text.replace(/\{@link (\w+)\}/g, '`$1`'),
    defaultValue: tag('default').replace(/^- /, '').replace(/\.$/, ''),
    example: tag('example'),
  };
}
