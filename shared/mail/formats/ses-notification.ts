import { isFailure, type ReportedEvent } from '../../events/event.ts';
import { parseSesNotification } from '../../providers/ses/notification.ts';
import { publishedMessagesIn } from '../../providers/sns/envelope.ts';
import { evidenceOf } from '../evidence.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import type { MailFormat } from './format.ts';

/** An SES notification by an SNS e-mail subscription: the JSON is the text. */
export const sesNotification: MailFormat = {
  name: 'ses-notification',
  matches: (message) =>
    message.header('x-amz-sns-message-id') !== '' ||
    isNotification(message.humanReadable.text.slice(0, 4096)),
  parse: (message) => {
    const receivedAt = message.date ?? 0;
    try {
      return publishedMessagesIn(jsonIn(message)).flatMap(({ message: notification, publishedAt }) =>
        parseSesNotification(notification, publishedAt ?? receivedAt).events.flatMap(toReport),
      );
    } catch {
      return [];
    }
  },
};

function isNotification(text: string): boolean {
  return text.includes('{') && /"(?:notificationType|eventType)\\?"\s*:/.test(text);
}

function toReport(event: ReportedEvent): readonly RecipientReport[] {
  const { recipient, occurredAt } = event;
  const at = occurredAt > 0 ? { at: occurredAt } : {};
  if (isFailure(event)) {
    const { kind, permanent, evidence } = event;
    const reason = (evidence.diagnostic ?? '').replace(/^\s*[a-z0-9-]{1,20}\s*;\s*/i, '');
    const stated = evidence.status === undefined ? {} : { status: evidence.status };
    return [{ recipient, kind, permanent, evidence: { ...evidence, ...evidenceOf(reason, stated) }, ...at }];
  }
  return event.kind === 'other'
    ? []
    : [{ recipient, kind: event.kind, permanent: null, evidence: {}, ...at }];
}

function jsonIn(message: ParsedMessage): unknown {
  const text = [message.humanReadable.text, message.humanReadable.returned].join('\n');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return parseJson(json) ?? parseJson(rejoined(json));
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
