/**
 * `npm test`, step vocabulary: identifiers, comments, messages and headings use the terms of `docs/glossary.md`.
 * Fails on the words of the left column; the right one names the term to use.
 *
 * @example
 * node test/vocabulary.ts            # the whole tree
 * node test/vocabulary.ts shared/mail docs
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

const TERMS: ReadonlyArray<readonly [dialect: RegExp, term: string]> = [
  [/\b(?:open)?house(?:s|d)?\b(?!hold)/i, 'fixture'],
  [/\bprov(?:e|es|ed|en|ing)\b|\bunproven\b/i, 'verify, verified, unverified'],
  [/\bgenuine\b/i, 'verified'],
  [/\bgreet(?:s|ed|ing|ings)?\b/i, 'handshake'],
  [/\bpatien(?:ce|tly)\b/i, 'retry policy'],
  [/\bshel(?:f|ve|ved|ves)\b/i, 'text table'],
  [/\babreast\b/i, 'concurrency'],
  [/\b(?:front[ -]?)?doors?\b/i, 'webhook receiver'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix, repair, patch'],
  [/\b(?:LONGEST|MOST|LARGEST)_[A-Z]/, 'MAX_…'],
  [/\bfor good\b|\bforGood\b/i, 'permanent, permanently'],
  [/\bunless told\b/i, '@default, "Default: …"'],
  // The rule of trust itself reads "suppresses nobody"; nobody@ and 'nobody' are made-up addresses and names.
  [
    /(?<!(?:suppress|releas|chang)e?s )(?<!['/])\b(?:somebody|nobody|whoever|anybody)\b(?!['@])/i,
    'the role: operator, sender, recipient, caller',
  ],
  [/\bpitfalls?\b/i, 'the rule itself'],
  [/\bbystanders?\b/i, 'unrelated address'],
  [/\bhanded[ -]?on\b/i, 'forwarded'],
  [/\btall(?:y|ies)\b/i, 'statistics'],
  [/\bKept[A-Z]|\bkeptEvent/, 'Stored…'],
  [/\b(?!EspApiParts)[A-Z]\w+Parts\b/, '…Deps'],
  [/\bedition\b/i, 'replay generation'],
  [/\bring(?:s|ing)? (?:the |an )?alarms?\b|\brings\b/i, 'goes off'],
  [/\brooms?\b(?! (?:left|for))/i, 'module'],
  [/\blanes?\b/i, 'worker, poller, key suffix'],
  [/\bjudg(?:e|es|ed|ing|ement|ements)\b/i, 'verify, classify, compare'],
  [/\bsurroundings?\b/i, 'endpoints, environment'],
  [/\bunheard\b/i, 'unmapped'],
  [/\bweather\b|\bbomb\b(?!\.sh)|\bnext life\b/i, 'a plain statement'],
];

/** The word for what `local/` runs beside the functions; a classifier or a database elsewhere has an engine. */
const LOCAL_TERMS: typeof TERMS = [[/\bengines?\b/i, 'emulator']];
const LOCAL = /^(?:test\/)?local\//;

/** Words that recipients, receivers and ESPs write themselves, and files that quote them. */
const QUOTED: readonly RegExp[] = [
  /^test\/vocabulary\.ts$/,
  /^docs\/glossary\.md$/,
  /^package-lock\.json$/,
  /\.(?:eml|mbox|yaml)$/,
  /^shared\/mail\/.*phrases/,
  /^shared\/classifier\/rules\//,
];
/** Tests whose literals are replies, mails and webhooks: their titles, names and comments are the project's. */
const QUOTING_TESTS = /^test\/(?:classifier|mail|providers|fuzz)\/.*\.ts$/;
const CHECKED = new Set(['.ts', '.tsx', '.mjs', '.md', '.json']);
/** String literals that quote an SMTP reply or a mail are data, not wording of the project. */
const DATA_LINE = /['"`][^'"`]*\b(?:[245]\d\d[ -]|[245]\.\d{1,3}\.\d{1,3}\b)/;

/** What stands before the literal that is a test's title, of a table's test behind the table. */
const TITLE = /(?:\b(?:describe|it|test)(?:\.\w+)*\(|\)\()\s*$/;

const places = process.argv.slice(2);
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...places],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => CHECKED.has(extname(file)) && !QUOTED.some((quoted) => quoted.test(file)));

let found = 0;
for (const file of files) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    continue;
  }
  if (QUOTING_TESTS.test(file)) text = withoutData(text);
  const terms = LOCAL.test(file) ? [...TERMS, ...LOCAL_TERMS] : TERMS;
  text.split('\n').forEach((line, index) => {
    if (DATA_LINE.test(line)) return;
    const words = splitIdentifiers(line);
    for (const [dialect, term] of terms) {
      const match = dialect.exec(line) ?? dialect.exec(words);
      if (match === null) continue;
      found++;
      console.log(`${file}:${index + 1}: "${match[0]}". Use: ${term}.`);
    }
  });
}
console.log(
  found === 0 ? `Vocabulary: ${files.length} files, nothing found.` : `Vocabulary: ${found} found.`,
);
process.exitCode = found === 0 ? 0 : 1;

/** `startEngines` as `start Engines`, `AWS_CALLS` as `AWS CALLS`: a word within an identifier has edges too. */
function splitIdentifiers(line: string): string {
  return line.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ').replace(/(?<=\w)_(?=\w)/g, ' ');
}

/** Empties the string literals of a test, except its titles; lines stay where they are. */
function withoutData(source: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;
  return source.replace(token, (literal, at: number) => {
    if (literal.startsWith('/') || TITLE.test(source.slice(Math.max(0, at - 200), at))) return literal;
    return literal.replace(/[^\n]/g, '').concat("''");
  });
}
