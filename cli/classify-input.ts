import * as v from 'valibot';
import type { ClassifyInput } from '../shared/classifier/classifier.ts';

const text = v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))]));

/** A line of `classify --jsonl`: empty and missing members are the same. */
const lineShape = v.object({
  id: v.unknown(),
  text,
  reply: text,
  status: text,
  replycode: text,
  provider: text,
});

/** The classifier's input in a line. @throws Error that says what is wrong with it. */
export function parseClassifyLine(value: unknown): { readonly id: unknown; readonly input: ClassifyInput } {
  const line = v.safeParse(lineShape, value);
  if (!line.success) {
    const issue = line.issues[0];
    throw new Error(`${v.getDotPath(issue) ?? 'The line'} must be ${issue.expected}.`);
  }
  const { id, text: diagnostic, reply, status, replycode, provider } = line.output;
  const input = {
    ...(diagnostic && { diagnostic }),
    ...(reply && { reply }),
    ...(status && { status }),
    ...(replycode && { replyCode: replycode }),
    ...(provider && { provider }),
  };
  return { id, input };
}
