/** A YAML file against its schema, with the line of everything in it. */
import * as v from 'valibot';
import { isNode, LineCounter, parseDocument, visit } from 'yaml';

/** What is wrong in a rule file, and what to do. */
export interface RuleIssue {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** `file:line: message`, as compilers print it. */
export function formatIssue({ file, line, message }: RuleIssue): string {
  return `${file}:${line}: ${message}`;
}

/** Keys and indices from the top of the document. */
export type YamlPath = ReadonlyArray<string | number>;

export interface YamlFile<T> {
  /** As messages name it. */
  readonly file: string;
  readonly value: T;
  /** The line of a value, or of the nearest one around it. */
  lineOf(path: YamlPath): number;
}

/** The file's value where it is valid; else what is wrong. */
export type ParsedYaml<T> =
  | { readonly parsed: YamlFile<T>; readonly issues: readonly [] }
  | { readonly parsed: null; readonly issues: readonly RuleIssue[] };

export function parseYaml<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
): ParsedYaml<v.InferOutput<S>> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line || 1;
  if (document.errors.length > 0) {
    const issues = document.errors.map(({ pos, message }) => ({
      file,
      line: lineAt(pos[0]),
      message: `Invalid YAML. ${message}`,
    }));
    return { parsed: null, issues };
  }
  const lineOf = (path: YamlPath): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  // An alias repeats a value: what is small in the file could be large without bound.
  let alias: number | undefined;
  visit(document, {
    Alias(_, { range }) {
      alias = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  if (alias !== undefined) {
    const message = 'Aliases are not supported. Write the value out.';
    return { parsed: null, issues: [{ file, line: lineAt(alias), message }] };
  }
  const value: unknown = document.toJS();
  const result = v.safeParse(schema, value ?? {});
  if (result.success) return { parsed: { file, value: result.output, lineOf }, issues: [] };
  const issues = result.issues.map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    return { file, line: lineOf(path), message: `${path.join('.')}: ${wordsOf(issue)}` };
  });
  return { parsed: null, issues };
}

/** Valibot's own wording for keys that are missing or unknown is about types. */
function wordsOf(issue: v.BaseIssue<unknown>): string {
  const key = String(issue.path?.at(-1)?.key ?? '');
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `Unknown key. Remove it, or check its spelling.`;
  if (issue.received === 'undefined') return `Missing. Add "${key}:".`;
  return issue.message;
}
