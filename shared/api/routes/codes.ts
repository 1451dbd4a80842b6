import * as v from 'valibot';
import type { CodeSettings } from '../../config/settings.ts';
import { bases } from '../../events/event.ts';
import { asFailureCode, groupOf, shippedCodes } from '../../failure-codes/scheme.ts';
import { failureCode, failureGroup } from '../documents.ts';
import { json } from '../http.ts';
import { defineRoute } from '../route.ts';
import { text } from '../schema.ts';

const codeSchema = v.object({
  code: failureCode,
  group: failureGroup,
  meaning: v.string(),
  own: v.pipe(v.boolean(), v.description("Whether it is one of the operator's own.")),
});
export const codesSchema = v.object({ codes: v.array(codeSchema) });

/** The shipped codes and the custom ones; a custom code with a shipped number renames it. */
export function codesDocument({ custom }: Pick<CodeSettings, 'custom'>): v.InferOutput<typeof codesSchema> {
  const shipped = shippedCodes.map(({ code, group, meaning }) => ({ code, group, meaning, own: false }));
  const mine = custom.map(({ code: number, meaning }) => {
    const code = asFailureCode(number);
    return { code, group: groupOf(code), meaning, own: true };
  });
  const byCode = new Map([...shipped, ...mine].map((entry) => [entry.code, entry]));
  return { codes: [...byCode.values()].sort((a, b) => a.code - b.code) };
}

export const listCodes = defineRoute(
  {
    method: 'GET',
    path: '/v1/codes',
    access: 'read',
    id: 'listCodes',
    summary: "The failure codes, the operator's own among them.",
    response: { description: 'The scheme.', document: { name: 'Codes', schema: codesSchema } },
    problems: [],
  },
  async ({ settings }) => json(200, codesDocument(settings.codes)),
);

const evidence = v.optional(text(8_192));

export const explanationSchema = v.object({
  id: v.optional(v.pipe(v.string(), v.description("The request's own."))),
  code: failureCode,
  group: failureGroup,
  rule: v.string(),
  basis: v.picklist(bases),
  conflict: v.optional(v.object({ code: failureCode, rule: v.string() })),
  reply: v.string(),
  replyCode: v.string(),
  status: v.string(),
  command: v.string(),
  matched: v.array(
    v.object({
      rule: v.string(),
      code: failureCode,
      basis: v.picklist(bases),
      spans: v.array(v.object({ start: v.number(), end: v.number() })),
    }),
  ),
});

/** How a reply would be classified, and why: nothing is stored. */
export const classify = defineRoute(
  {
    method: 'POST',
    path: '/v1/classify',
    access: 'read',
    id: 'classify',
    summary: 'How a reply is classified, and why. Nothing is stored.',
    body: {
      name: 'ClassifyRequest',
      schema: v.strictObject({
        id: evidence,
        text: evidence,
        reply: evidence,
        status: evidence,
        replycode: evidence,
        provider: evidence,
      }),
    },
    response: {
      description: 'The code, and what decided it.',
      document: { name: 'Explanation', schema: explanationSchema },
    },
    problems: [],
  },
  async ({ classifier }, { body: { id, text: diagnostic, reply, status, replycode, provider } }) => {
    const explanation = (await classifier()).explain({
      ...(diagnostic !== undefined && { diagnostic }),
      ...(reply !== undefined && { reply }),
      ...(status !== undefined && { status }),
      ...(replycode !== undefined && { replyCode: replycode }),
      ...(provider !== undefined && { provider }),
    });
    return json(200, { ...(id !== undefined && { id }), ...explanation });
  },
);
