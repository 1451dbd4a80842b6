/** What can and cannot be kept in step with each ESP's own suppression list, generated from the capability tables. */
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type {
  EspApiDefinition,
  SupportedSuppressions,
  SuppressionListCapability,
} from '../../shared/esp-api/types.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';
import { PUSHED, pushFormOf } from '../../shared/sync/reasons.ts';
import { GENERATED, tableRow } from './markdown.ts';

/** `docs/reference/esp-lists.md`. */
export async function espListsPage(): Promise<string> {
  const definitions = await Promise.all(providerNames.map(loadEspApi));
  const supported = definitions.filter(({ capabilities }) => capabilities.suppressions.supported);
  const others = definitions.filter(({ capabilities }) => !capabilities.suppressions.supported);
  return `# ESPs' own suppression lists

${GENERATED}

Each ESP keeps a suppression list of its own. What [\`bounce-ledger sync\`](../how-to/sync.md) can do with it, by the ESP's API:

- **Read**: as a whole, one address at a time, or not at all. Without the whole list there is no comparison.
- **Added as what it is**: these suppressions of the ledger are added by \`sync apply\`, and by the stack where the source's
  \`push\` names them. **Only as something else**: by \`sync apply --as-other\` alone; such an entry is remembered as the
  ledger's own, so that it is taken for nobody's act.
- **Lifted**: entries that an operator has released here. A complaint needs the proof that its release carries.
- **Ends**: a hold with an end is added only where entries can end; entries that end by themselves are left to end.
- **Lag**: a younger difference is too recent to compare.
- **By the stack**: whether \`sync\` of the source can keep it in step; otherwise the command line does. It reaches ESPs by
  their API key, and Amazon SES by the role of its function.

| ESP | read | added as what it is | only as something else | not lifted | ends | lag | by the stack |
|---|---|---|---|---|---|---|---|
${supported.map(rowOf).join('\n')}

## Lists

| ESP | list | reasons | entries a page | removed at once |
|---|---|---|---|---|
${supported.flatMap(listRows).join('\n')}

## Without a list

| ESP | why |
|---|---|
${others.map(({ title, capabilities: { suppressions } }) => tableRow([title, suppressions.supported ? '' : suppressions.reason])).join('\n')}

## Notes

${supported.flatMap(notesOf).join('\n')}
`;
}

const readNames: Readonly<Record<SuppressionListCapability['read'], string>> = {
  whole: 'whole',
  one: 'one address',
  none: 'no',
};

function rowOf({ provider, title, capabilities: { suppressions } }: EspApiDefinition): string {
  if (!suppressions.supported) throw new RangeError(`${title} has no list.`);
  const { lists, lagSeconds } = suppressions;
  const forms = PUSHED.map((reason) => ({ reason, form: pushFormOf(suppressions, reason) }));
  const exact = forms.flatMap(({ reason, form }) => (form?.isExact ? [reason] : []));
  const inexact = forms.flatMap(({ reason, form }) =>
    form === null || form.isExact ? [] : [`${reason} → ${form.as.becomes}`],
  );
  const reads = (['whole', 'one', 'none'] as const).filter((read) =>
    lists.some((list) => list.read === read),
  );
  return tableRow([
    `[${title}](../providers/${provider}.md)`,
    reads.map((read) => readNames[read]).join(', '),
    exact.join(', ') || 'nothing',
    inexact.join(', ') || '',
    notLifted(suppressions),
    endsOf(suppressions),
    lagSeconds < 120 ? `${lagSeconds} s` : `${Math.round(lagSeconds / 60)} min`,
    isReachedByStack(provider) && reads.includes('whole') ? 'yes' : 'no',
  ]);
}

function isReachedByStack(name: string): boolean {
  const { takesApiKey = false, takesAwsCredentials = false } = providers.get(name) ?? {};
  return takesApiKey || takesAwsCredentials;
}

function notLifted({ lists }: SupportedSuppressions): string {
  const refused = lists.flatMap(({ remove, title }): readonly string[] =>
    remove === null ? [`all of ${title}`] : remove.refuses,
  );
  return [...new Set(refused)].join(', ');
}

function endsOf({ lists, add }: SupportedSuppressions): string {
  const required = Object.values(add).some(({ expiry }) => expiry === 'required');
  if (required) return 'every entry; renewed yearly';
  const ending = lists.filter(({ expires }) => expires !== 'never');
  if (ending.length === 0) return 'none';
  return ending
    .map(({ title, expires }) => `${expires === 'always' ? 'all' : 'some'} of ${title}`)
    .join(', ');
}

function listRows({ title, capabilities: { suppressions } }: EspApiDefinition): readonly string[] {
  if (!suppressions.supported) return [];
  return suppressions.lists.map(({ name, reasons, pageSize, remove }) =>
    tableRow([
      title,
      `\`${name}\``,
      reasons.join(', '),
      pageSize === null ? 'all' : String(pageSize),
      remove === null ? 'not at all' : String(remove.bulkSize),
    ]),
  );
}

function notesOf({ title, capabilities: { suppressions } }: EspApiDefinition): readonly string[] {
  if (!suppressions.supported || suppressions.notes.length === 0) return [];
  return [`- **${title}**: ${suppressions.notes.join(' ')}`];
}
