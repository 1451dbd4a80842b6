/** What custom rules would make of a reply, before they are deployed. */
import * as v from 'valibot';
import type { Explanation } from '../../shared/classifier/classifier.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { noCustomRules } from '../../shared/classifier/custom-rules.ts';
import { parseListFile, RESPONSE_FILE } from '../../shared/classifier/list-files.ts';
import type { ConsoleBackend } from './backend.ts';

const MAX_TEXT = 8_192;
const MAX_RULES_TEXT = 65_536;

/** A reply and the content of `response_translations.list`. */
export const rulesRequest = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  rules: v.pipe(v.string(), v.maxLength(MAX_RULES_TEXT)),
});

export interface RulesPreview {
  /** What the rules make of the reply; null when a line of them is invalid. */
  readonly explanation: Explanation | null;
  /** What the shipped rules alone make of it. */
  readonly shipped: Explanation;
  /** A line that is no rule, with what to change. */
  readonly errors: ReadonlyArray<{ readonly line: number; readonly message: string }>;
}

const codesShape = v.object({ codes: v.array(v.object({ code: v.number() })) });
type Code = v.InferOutput<typeof codesShape>['codes'][number];

/** Classifies a reply by the rules, with the other custom rules of this machine, and by the shipped rules alone. */
export async function previewRules(
  { text, rules }: v.InferOutput<typeof rulesRequest>,
  backend: Pick<ConsoleBackend, 'api' | 'customRules'>,
): Promise<RulesPreview> {
  const known = new Set((await codesOf(backend)).map(({ code }) => code));
  const { rules: response, issues } = parseListFile(RESPONSE_FILE, rules, known);
  const question = { diagnostic: text };
  const settings = (await backend.customRules?.())?.settings ?? noCustomRules;
  const shipped = (await openClassifier(noCustomRules)).explain(question);
  const errors = issues.map(({ line, message }) => ({ line, message }));
  if (errors.length > 0) return { explanation: null, shipped, errors };
  return {
    explanation: (await openClassifier({ ...settings, response })).explain(question),
    shipped,
    errors,
  };
}

async function codesOf({ api }: Pick<ConsoleBackend, 'api'>): Promise<readonly Code[]> {
  const { body } = await api({ method: 'GET', path: '/v1/codes', headers: {}, body: null });
  const document: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  return v.parse(codesShape, document).codes;
}
