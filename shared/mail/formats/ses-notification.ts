import * as v from 'valibot';
import { failure } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { Letter } from '../mime/letter.ts';
import { evidenceOf } from '../reply.ts';
import type { MailFormat } from './format.ts';

/** An SES notification that a person subscribed to by e-mail: SNS sends its JSON as the text. */
export const sesNotification: MailFormat = {
  name: 'ses-notification',
  recognise: (letter) =>
    letter.header('x-amz-sns-message-id') !== '' ||
    /"(?:notificationType|eventType)\\?"\s*:/.test(letter.notice.text.slice(0, 4096)),
  read: (letter) => {
    const parsed = v.safeParse(notification, jsonIn(letter));
    return parsed.success ? findingsOf(parsed.output) : [];
  },
};

const recipient = v.object({
  emailAddress: v.string(),
  action: v.optional(v.string()),
  status: v.optional(v.string()),
  diagnosticCode: v.optional(v.string()),
});

const notification = v.object({
  bounce: v.optional(v.object({ bounceType: v.optional(v.string()), bouncedRecipients: v.array(recipient) })),
  complaint: v.optional(v.object({ complainedRecipients: v.array(recipient) })),
  delivery: v.optional(v.object({ recipients: v.array(v.string()), smtpResponse: v.optional(v.string()) })),
});

function jsonIn(letter: Letter): unknown {
  const text = [letter.notice.text, letter.notice.returned].join('\n');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  const outer = parseJson(json) ?? parseJson(rejoined(json));
  const inner = v.safeParse(v.object({ Message: v.string() }), outer);
  return inner.success ? parseJson(inner.output.Message) : outer;
}

/** Sendmail breaks lines over 990 characters, with an exclamation mark before and a space behind the break. */
function rejoined(text: string): string {
  return text.replace(/!?\r?\n /g, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function findingsOf({ bounce, complaint, delivery }: v.InferOutput<typeof notification>): readonly Finding[] {
  const bounced = (bounce?.bouncedRecipients ?? []).map((each) => {
    const text = (each.diagnosticCode ?? '').replace(/^\s*[a-z0-9-]{1,20}\s*;\s*/i, '');
    const evidence = evidenceOf(text, each.status === undefined ? {} : { status: each.status });
    return failure(each.emailAddress, evidence, each.action === 'delayed');
  });
  const complained = (complaint?.complainedRecipients ?? []).map(
    ({ emailAddress }): Finding => ({
      recipient: emailAddress,
      kind: 'complaint',
      permanent: null,
      evidence: {},
    }),
  );
  const delivered = (delivery?.recipients ?? []).map(
    (address): Finding => ({ recipient: address, kind: 'delivered', permanent: null, evidence: {} }),
  );
  return [...bounced, ...complained, ...delivered];
}
