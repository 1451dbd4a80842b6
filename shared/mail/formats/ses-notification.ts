import * as v from 'valibot';
import { evidenceOf } from '../evidence.ts';
import { failure } from '../failure.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import type { MailFormat } from './format.ts';

/** An SES notification by an SNS e-mail subscription: the JSON is the text. */
export const sesNotification: MailFormat = {
  name: 'ses-notification',
  matches: (message) =>
    message.header('x-amz-sns-message-id') !== '' ||
    /"(?:notificationType|eventType)\\?"\s*:/.test(message.humanReadable.text.slice(0, 4096)),
  parse: (message) => {
    const parsed = v.safeParse(notification, jsonIn(message));
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

function jsonIn(message: ParsedMessage): unknown {
  const text = [message.humanReadable.text, message.humanReadable.returned].join('\n');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  const outer = parseJson(json) ?? parseJson(rejoined(json));
  const inner = v.safeParse(v.object({ Message: v.string() }), outer);
  return inner.success ? parseJson(inner.output.Message) : outer;
}

/** Undoes Sendmail's breaks of lines over 990 characters: an exclamation mark before and a space behind the break. */
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

function findingsOf({
  bounce,
  complaint,
  delivery,
}: v.InferOutput<typeof notification>): readonly RecipientReport[] {
  const bounced = (bounce?.bouncedRecipients ?? []).map((each) => {
    const text = (each.diagnosticCode ?? '').replace(/^\s*[a-z0-9-]{1,20}\s*;\s*/i, '');
    const evidence = evidenceOf(text, each.status === undefined ? {} : { status: each.status });
    return failure(each.emailAddress, evidence, each.action === 'delayed');
  });
  const complained = (complaint?.complainedRecipients ?? []).map(
    ({ emailAddress }): RecipientReport => ({
      recipient: emailAddress,
      kind: 'complaint',
      permanent: null,
      evidence: {},
    }),
  );
  const delivered = (delivery?.recipients ?? []).map(
    (address): RecipientReport => ({ recipient: address, kind: 'delivered', permanent: null, evidence: {} }),
  );
  return [...bounced, ...complained, ...delivered];
}
