/** A rule of a rule file, with its place in the file. */
import type { Conditions, Rule, Tier } from '../rule.ts';
import { inAllSpellings } from '../words.ts';
import type { YamlFile, YamlPath } from './yaml.ts';

/** A value of a rule file with its line, which is searched when it is read. */
export interface Located<T> {
  readonly value: T;
  readonly line: number;
}

export function located<T>(
  value: T,
  { lineOf }: Pick<YamlFile<unknown>, 'lineOf'>,
  path: YamlPath,
): Located<T> {
  return {
    value,
    get line() {
      return lineOf(path);
    },
  };
}

/** A reply that a rule decides; with the status of the report where the reply has none. */
export interface RuleExample {
  readonly reply: string;
  readonly status?: string;
}

/** A rule with what the engine does not need. */
export interface FileRule extends Rule {
  /** As messages name it. */
  readonly file: string;
  readonly line: number;
  readonly locatedPhrases: ReadonlyArray<Located<string>>;
  readonly examples: ReadonlyArray<Located<RuleExample>>;
}

/** A family of words in a file. */
export interface FileFamily {
  readonly name: Located<string>;
  readonly file: string;
}

/** The parts of a rule that every kind of file has. */
export interface WrittenRule {
  readonly id: string;
  readonly phrases: Readonly<Record<string, readonly string[]>>;
  readonly examples?: ReadonlyArray<string | RuleExample> | undefined;
}

/** The parts that a language's rule takes from `language-causes.yaml`. */
export interface WrittenClaim {
  readonly code: number;
  readonly tier: Tier;
  readonly when?: WrittenConditions | undefined;
}

interface WrittenConditions {
  readonly status?: readonly string[] | undefined;
  readonly 'reply-code'?: readonly string[] | undefined;
  readonly command?: Conditions['command'] | undefined;
  readonly provider?: readonly string[] | undefined;
}

/**
 * The rule of a file.
 *
 * @param name The file below the rules' folder, without extension; the first part of the rule's id.
 * @param path The place of the rule in the file.
 * @param spellings Letters that may be written otherwise, in the phrases too.
 */
export function fileRule(
  name: string,
  yaml: YamlFile<unknown>,
  path: YamlPath,
  rule: WrittenRule,
  { code, tier, when }: WrittenClaim,
  spellings: Readonly<Record<string, string>> = {},
): FileRule {
  const locatedPhrases = Object.entries(rule.phrases).flatMap(([seen, phrases]) =>
    phrases.map((phrase, index) => located(phrase, yaml, [...path, 'phrases', seen, index])),
  );
  const examples = (rule.examples ?? []).map((example, index) =>
    located(typeof example === 'string' ? { reply: example } : example, yaml, [...path, 'examples', index]),
  );
  return {
    id: `${name.replace(/^causes\//, '')}/${rule.id}`,
    code,
    tier,
    when: when === undefined ? null : conditionsOf(when),
    phrases: inAllSpellings(
      locatedPhrases.map(({ value }) => value),
      spellings,
    ),
    file: yaml.file,
    get line() {
      return yaml.lineOf([...path, 'id']);
    },
    locatedPhrases,
    examples,
  };
}

function conditionsOf({ status, 'reply-code': replyCode, command, provider }: WrittenConditions): Conditions {
  return {
    ...(status && { status: status.flatMap(statusRange) }),
    ...(replyCode && { replyCode }),
    ...(command && { command }),
    ...(provider && { provider }),
  };
}

/** `.7.230-239` as each of its statuses. */
function statusRange(status: string): readonly string[] {
  const range = /^(.*\.)(\d+)-(\d+)$/.exec(status);
  if (range === null) return [status];
  const [, before = '', from = '', to = ''] = range;
  const count = Number(to) - Number(from) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => `${before}${Number(from) + index}`);
}
