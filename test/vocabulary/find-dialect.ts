import { termsOf } from './terms.ts';

/** A word of the dialect: where it stands, and what to use instead. */
export interface DialectWord {
  readonly line: number;
  readonly word: string;
  readonly term: string;
}

/** Tests whose literals are replies, mails and webhooks: their titles, names and comments are the project's. */
const QUOTING_TESTS = /^test\/(?:classifier|mail|providers|fuzz)\/.*\.ts$/;
/** String literals that quote an SMTP reply or a mail are data, not wording of the project. */
const DATA_LINE = /['"`][^'"`]*\b(?:[245]\d\d[ -]|[245]\.\d{1,3}\.\d{1,3}\b)/;

/** What stands before the literal that is a test's title, of a table's test behind the table. */
const TITLE = /(?:\b(?:describe|it|test)(?:\.\w+)*\(|\)\()\s*$/;

/** The words of the dialect in a file's identifiers, comments, messages and headings. */
export function findDialect(file: string, source: string): readonly DialectWord[] {
  const terms = termsOf(file);
  const text = QUOTING_TESTS.test(file) ? withoutData(source) : source;
  return text.split('\n').flatMap((line, index) => {
    if (DATA_LINE.test(line)) return [];
    const words = splitIdentifiers(line);
    return terms.flatMap(([dialect, term]) => {
      const match = dialect.exec(line) ?? dialect.exec(words);
      return match === null ? [] : [{ line: index + 1, word: match[0], term }];
    });
  });
}

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
