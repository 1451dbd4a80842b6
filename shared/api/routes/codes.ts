import * as v from 'valibot';
import type { CodeSettings } from '../../config/settings.ts';
import { asFailureCode, groupOf, shippedCodes } from '../../failure-codes/scheme.ts';
import { json } from '../http.ts';
import { noParameters, readBody, readQuery } from '../input.ts';
import type { Route } from '../route.ts';

/** The shipped codes with the operator's own among them; one of the same number is the operator's renaming. */
export function codesDocument({ own }: Pick<CodeSettings, 'own'>) {
  const shipped = shippedCodes.map(({ code, group, meaning }) => ({ code, group, meaning, own: false }));
  const mine = own.map(({ code: number, meaning }) => {
    const code = asFailureCode(number);
    return { code, group: groupOf(code), meaning, own: true };
  });
  const byCode = new Map([...shipped, ...mine].map((entry) => [entry.code, entry]));
  return { codes: [...byCode.values()].sort((a, b) => a.code - b.code) };
}

export const listCodes: Route = {
  method: 'GET',
  path: '/v1/codes',
  async handle({ settings }, request) {
    readQuery(request, noParameters);
    return json(200, codesDocument(settings.codes));
  },
};

const text = v.optional(v.pipe(v.string(), v.maxLength(8_192, 'may have 8,192 characters.')));
const question = v.strictObject({
  /** As on the command line: it comes back with the answer. */
  id: text,
  text,
  reply: text,
  status: text,
  replycode: text,
  provider: text,
});

/** What a reply would be, and why: nothing is stored. */
export const classify: Route = {
  method: 'POST',
  path: '/v1/classify',
  async handle({ classifier }, request) {
    readQuery(request, noParameters);
    const asked = readBody(request, question);
    const explanation = (await classifier()).explain({
      ...(asked.text !== undefined && { diagnostic: asked.text }),
      ...(asked.reply !== undefined && { reply: asked.reply }),
      ...(asked.status !== undefined && { status: asked.status }),
      ...(asked.replycode !== undefined && { replyCode: asked.replycode }),
      ...(asked.provider !== undefined && { provider: asked.provider }),
    });
    return json(200, { ...(asked.id !== undefined && { id: asked.id }), ...explanation });
  },
};
