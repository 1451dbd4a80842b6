/** The setup of an ESP's page: one command where the ESP's API can do it, with the key it needs; then the steps by hand. */
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type { EspApiDefinition, EspApiOption, EspOperation } from '../../shared/esp-api/types.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import type { Provider } from '../../shared/providers/provider.ts';
import { providerNames } from '../../shared/providers/registry.ts';
import { ownListInWords } from '../../shared/sync/reasons.ts';
import { setUpSteps } from '../set-up.ts';
import { tableRow } from './markdown.ts';

const definitions: ReadonlyMap<string, EspApiDefinition> = new Map(
  await Promise.all(providerNames.map(async (name) => [name, await loadEspApi(name)] as const)),
);

function definitionOf({ name }: Provider): EspApiDefinition {
  const definition = definitions.get(name);
  if (definition === undefined) throw new RangeError(`No ESP ${name}.`);
  return definition;
}

export function setUpSection(provider: Provider): string {
  const definition = definitionOf(provider);
  const add = `\`bounce-ledger sources add NAME --provider ${provider.name} --stack STACK\``;
  const makes = guideOf(provider.name).secret.from === 'us' ? ', makes the secret' : '';
  const { webhooks } = definition.capabilities;
  if (!webhooks.supported) {
    const byHand = `1. ${add} writes the entry${makes} and prints these steps; then deploy.\n${stepsOf(provider, 2)}`;
    return [webhooks.reason, byHand, keySection(definition)].filter((part) => part !== '').join('\n\n');
  }
  const key = definition.key === null ? '' : ' --api-key -';
  const does = webhooks.create ? 'sets everything up' : 'does what is possible, and says what is left,';
  return `1. ${add} writes the entry${makes}; then deploy.
2. \`bounce-ledger sources connect NAME${key} --stack STACK\` ${does} through the API of ${provider.title}. It can be
   repeated; \`--dry-run\` shows what it would change.
3. \`bounce-ledger doctor NAME --stack STACK\` checks that events arrive.

${keySection(definition)}

### By hand

${stepsOf(provider, 1)}`;
}

/** What the sync can do with the ESP's own list. */
export function ownListSection(provider: Provider): string {
  const { title } = provider;
  const { suppressions } = definitionOf(provider).capabilities;
  const can = suppressions.supported
    ? `${title} keeps a suppression list of its own: ${ownListInWords(suppressions)}.`
    : `No suppression list of ${title} can be read through an API.`;
  return `${can} See [what can be kept in step](../reference/esp-lists.md).`;
}

const PURPOSES: Readonly<Record<EspOperation, string>> = {
  'read-webhooks': 'read webhooks',
  'write-webhooks': 'set webhooks up',
  'read-signing-key': 'read the signing key',
  'read-settings': 'read settings that hide events',
  'read-suppressions': 'read its suppression list',
  'add-suppressions': 'add to its suppression list',
  'remove-suppressions': 'remove from its suppression list',
};

/** The API key with its least permissions, and the options beside it. Empty where the ESP has no API. */
function keySection({ key, permissions, options, capabilities }: EspApiDefinition): string {
  if (!capabilities.webhooks.supported && !capabilities.suppressions.supported) return '';
  const rows = (Object.entries(permissions) as [EspOperation, string | null][]).flatMap(
    ([operation, permission]) =>
      permission === null ? [] : [tableRow([PURPOSES[operation], inCode(permission)])],
  );
  const needs =
    rows.length === 0
      ? 'Its keys have no permissions to choose.'
      : `The least permissions:\n\n| to | permission |\n|---|---|\n${rows.join('\n')}`;
  const what = key === null ? 'The AWS credentials of the command line are used.' : `The API key: ${key}.`;
  return [`### API key\n\n${what} ${needs}`, optionsOf(options)].filter((part) => part !== '').join('\n\n');
}

/** Names of an API's own; a sentence stays one. */
function inCode(permission: string): string {
  return /^[\w:.,\s-]+$/.test(permission) && /[:._]/.test(permission)
    ? permission
        .split(', ')
        .map((name) => `\`${name}\``)
        .join(', ')
    : permission;
}

function optionsOf(options: readonly EspApiOption[]): string {
  if (options.length === 0) return '';
  const rows = options.map(({ name, required, description, values }) =>
    tableRow([
      `\`${name}\``,
      required ? 'yes' : '',
      values === undefined ? description : `${description} One of: ${values.join(', ')}.`,
    ]),
  );
  return `Options, each by \`--option NAME=VALUE\`; they are kept with the key:\n\n| option | required | |\n|---|---|---|\n${rows.join('\n')}`;
}

function stepsOf(provider: Provider, first: number): string {
  const secret = guideOf(provider.name).secret.from === 'us' ? 'SECRET' : null;
  const steps = setUpSteps(provider, {
    name: 'NAME',
    url: 'https://API/v1/webhooks/NAME/KEY',
    secret,
    stack: 'STACK',
  });
  return steps.map((step, index) => `${index + first}. ${markedUp(step)}`).join('\n');
}

/** URLs and commands as code, so that no reader of Markdown takes a part of them for something else. */
function markedUp(step: string): string {
  return step
    .replace(/https:\/\/API\S*/, (url) => `\`${url}\``)
    .replace(/bounce-ledger sources rotate .*$/, (command) => `\`${command}\``);
}
