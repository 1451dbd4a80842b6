/** Words of the dialect, and the term of `docs/glossary.md` to use instead. */
export type Terms = ReadonlyArray<readonly [dialect: RegExp, term: string]>;

const TERMS: Terms = [
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
const LOCAL_TERMS: Terms = [[/\bengines?\b/i, 'emulator']];
const LOCAL = /^(?:test\/)?local\//;

/** What holds for a file. */
export function termsOf(file: string): Terms {
  return LOCAL.test(file) ? [...TERMS, ...LOCAL_TERMS] : TERMS;
}
