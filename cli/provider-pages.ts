/** The documentation page of every ESP, from what its reader says of itself: its guide, its words, its samples. */
import type { Provider } from '../shared/providers/provider.ts';
import type { Vocabulary, Word } from '../shared/providers/reading/vocabulary.ts';
import { providers } from '../shared/providers/registry.ts';
import { makeKeyPair } from '../shared/providers/samples/key-pair.ts';
import { providerSamples } from '../shared/providers/samples/registry.ts';
import type { ProviderSamples } from '../shared/providers/samples/sample.ts';
import { spellings, wordTables } from './provider-words.ts';
import { setUpSteps } from './set-up.ts';

/** Every page of `docs/providers/`, by its file's name. */
export function providerPages(): ReadonlyMap<string, string> {
  const pages = [...providers.values()].map((provider): [string, string] => [
    `${provider.name}.md`,
    pageOf(provider),
  ]);
  return new Map([['README.md', indexOf([...providers.values()])], ...pages]);
}

const MADE = '<!-- Made by `npm run ledger -- pages`. Change the code it is made from, not this page. -->';

function indexOf(all: readonly Provider[]): string {
  return `# E-mail service providers

${MADE}

One page an ESP: what to do in its console, how its requests are proved, what its words mean to the ledger.

\`npm run --silent ledger -- sources add NAME --provider PROVIDER\` writes the entry and prints the steps;
\`npm run --silent ledger -- trigger PROVIDER EVENT\` sends an event in an ESP's name to try it.

| ESP | provider | how it proves itself | sends | to know first |
|---|---|---|---|---|
${all.map(rowOf).join('\n')}
`;
}

function rowOf(provider: Provider): string {
  const { name, title, guide } = provider;
  const [first = ''] = guide.notes ?? [];
  return tableRow([`[${title}](${name}.md)`, `\`${name}\``, guide.proof, sends(name), firstSentence(first)]);
}

function firstSentence(note: string): string {
  return /^.*?[.](?= [A-Z])/.exec(note)?.[0] ?? note;
}

function pageOf(provider: Provider): string {
  const { name, title, guide } = provider;
  const samples = samplesOf(name);
  return `# ${title}

${MADE}

\`${name}\` in the configuration. It sends ${sends(name)}.

## Set it up

1. \`npm run --silent ledger -- sources add NAME --provider ${name} --stack STACK\` writes the entry${
    guide.secret.from === 'us' ? ', makes the secret' : ''
  } and prints these steps; then deploy.
${stepsOf(provider)}

## How it is proved

${guide.proof}

${directionOf(provider)}

## What its words mean

${tablesOf(name)}

Words are compared whatever their case. What is \`other\`, or stands in no table, is acknowledged and not stored. A code
counts where the server's own answer, or a status in it, does not say more.
${notesOf(guide.notes ?? [])}
## Try it

\`npm run --silent ledger -- trigger ${name} EVENT\` sends one of these, correctly proved${
    samples.keyPair === undefined ? '' : ` (to the local host: nobody but ${title} has its own key)`
  }:

| event | kind |
|---|---|
${samples.samples.map(({ name: event, kind }) => tableRow([`\`${event}\``, kind])).join('\n')}

## Its documents

${guide.documents.map((link) => `- <${link}>`).join('\n')}
`;
}

function stepsOf(provider: Provider): string {
  const secret = provider.guide.secret.from === 'us' ? 'SECRET' : null;
  const steps = setUpSteps(provider, {
    name: 'NAME',
    url: 'https://API/v1/webhooks/NAME',
    secret,
    stack: 'STACK',
  });
  return steps.map((step, index) => `${index + 2}. ${markedUp(step)}`).join('\n');
}

/** URLs and commands as code, so that no reader of Markdown takes a part of them for something else. */
function markedUp(step: string): string {
  return step
    .replace(/https:\/\/API\S*/, (url) => `\`${url}\``)
    .replace(
      /ledger sources rotate .*$/,
      (command) => `\`npm run --silent ${command.replace('ledger', 'ledger --')}\``,
    );
}

function directionOf({ title, guide }: Provider): string {
  return guide.secret.from === 'esp'
    ? `The secret comes from ${title}. While it changes, \`sources rotate NAME --secret -\` lets the old one count beside the new one, until \`sources rotate NAME --finish\`.`
    : `The secret is yours: \`sources add\` makes it. \`sources rotate NAME\` makes another, and the old one counts beside it until \`sources rotate NAME --finish\`.`;
}

function notesOf(notes: readonly string[]): string {
  return notes.length === 0 ? '' : `\n## To know\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`;
}

function tablesOf(name: string): string {
  if (name === 'ses-eventbridge') return 'They are those of [Amazon SES](ses.md#what-its-words-mean).';
  return (wordTables.get(name) ?? [])
    .map(({ field, words }) => `${field}:\n\n${tableOf(words, spelledIn(name))}`)
    .join('\n\n');
}

function spelledIn(name: string): ReadonlyMap<string, string> {
  return name === 'resend' ? new Map([...spellings('ses'), ...spellings('resend')]) : spellings(name);
}

function tableOf(words: Vocabulary, spelled: ReadonlyMap<string, string>): string {
  const rows = [...words].map(([word, meaning]) => wordRow(spelled.get(word) ?? word, meaning));
  return ['| word | kind | for good | code | meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}

function wordRow(word: string, { kind, permanent, code, meaning }: Word): string {
  const forGood = permanent === null ? '' : permanent ? 'yes' : 'no';
  return tableRow([`\`${word}\``, kind, forGood, code === null ? '' : String(code), meaning]);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** In words, what a request of this ESP looks like: `JSON, up to 500 events a request`. */
function sends(name: string): string {
  const samples = samplesOf(name);
  const [sample] = samples.samples;
  const entry = sample?.entry({ address: 'ann@example.com', id: 'event-1', at: 1_777_636_740_000 });
  const request = samples.request([entry], { ...keyFor(samples), at: 1_777_636_800_000 });
  const type = request.headers['content-type'] ?? '';
  const form = /x-www-form-urlencoded|multipart/.test(type) ? 'a form' : 'JSON';
  const many = samples.batch === 1 ? 'one event' : `up to ${samples.batch.toLocaleString('en-GB')} events`;
  return `${form}, ${many} a request`;
}

/** Making an RSA key takes longer than every page together. */
const pairs = new Map<string, ReturnType<typeof makeKeyPair>>();

function keyFor({ keyPair, provider }: ProviderSamples) {
  const url = `https://api.example/v1/webhooks/${provider}`;
  if (keyPair === undefined) return { url, secret: 'secret' };
  const { publicKey, privateKey } = pairs.get(keyPair) ?? makeKeyPair(keyPair);
  pairs.set(keyPair, { publicKey, privateKey });
  return { url, secret: publicKey, privateKey, topicArn: 'arn:aws:sns:us-east-1:123456789012:mail' };
}

function samplesOf(name: string): ProviderSamples {
  const samples = providerSamples.get(name);
  if (samples) return samples;
  throw new Error(`${name} has no samples: add them to shared/providers/samples/registry.ts.`);
}
