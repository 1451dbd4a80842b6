import type { FailureEvidence, ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries, peekEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifyBodySignature } from '../signature/body-signature.ts';
import { mailersendEvents } from './event-map.ts';

/** MailerSend: one activity, signed with HMAC over the body. */
export const mailersend = defineProvider({
  name: 'mailersend',
  title: 'MailerSend',
  takesApiKey: true,
  retryHours: 1,
  verify,
  handshake,
  ...parser(parseEntries, parseActivity),
});

/** What MailerSend signs with, as documented, while a webhook is made and has no secret of its own yet. */
const TEST_SECRET = 'test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G';

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const secrets = isTest(request) ? [...context.secrets, TEST_SECRET] : context.secrets;
  return verifyBodySignature(request, { ...context, secrets }, { header: 'signature', encoding: 'hex' });
}

/** A webhook is not saved unless its test is answered with 2xx. */
function handshake(request: WebhookRequest): Handshake | null {
  return isTest(request) ? { status: 200 } : null;
}

function isTest(request: WebhookRequest): boolean {
  const [entry, ...others] = peekEntries(payloadOf(request));
  return entry !== undefined && others.length === 0 && textOf(entry, 'type') === 'webhook.test';
}

function parseActivity(activity: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const data = recordAt(activity, 'data');
  const type = (textOf(activity, 'type') ?? textOf(data, 'type') ?? '').replace(/^activity\./, '');
  const mapping = mapEvent(mailersendEvents, type) ?? UNMAPPED;
  const created = field(data, 'created_at') ?? field(activity, 'created_at');
  const message = recordAt(data, 'email', 'message');
  return eventOf(
    mapping,
    {
      recipient: recipientOf(recordAt(data, 'email'), 'recipient') ?? recipientOf(data, 'recipient'),
      occurredAt: parseTime(created) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(data, 'id') ?? eventId(textOf(message, 'id'), textOf(data, 'created_at')),
      ),
    },
    evidenceOf(type, data),
  );
}

/**
 * Version 1 of the webhooks gives the reply in `morph`, version 2 in `meta`: reason, reply code and type of a bounce. A
 * code in `meta` may be an enhanced one.
 */
function evidenceOf(type: string, data: JsonRecord): FailureEvidence {
  const meta = recordAt(data, 'meta');
  const code = textOf(meta, 'bounce_code');
  const isEnhanced = code?.includes('.') ?? false;
  return {
    diagnostic:
      textOf(recordAt(data, 'morph'), 'reason') ?? textOf(meta, 'bounce_reason') ?? textOf(meta, 'reason'),
    ...(code !== undefined && (isEnhanced ? { status: code } : { replyCode: code })),
    espClass: [type, textOf(meta, 'bounce_type')].filter(Boolean).join(' '),
  };
}
