import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifyBodySignature } from '../signature/body-signature.ts';
import { forwardemailActions, forwardemailCategories } from './event-map.ts';

/** Forward Email: one bounce, signed with HMAC over the body. */
export const forwardemail = defineProvider({
  name: 'forwardemail',
  title: 'Forward Email',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseBounce),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyBodySignature(request, context, { header: 'x-webhook-signature', encoding: 'hex' });
}

function parseBounce(report: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  // A report has no name of an event: an empty one is a test of the URL.
  if (Object.keys(report).length === 0) return null;
  const bounce = recordAt(report, 'bounce');
  const action = textOf(bounce, 'action');
  const category = textOf(bounce, 'category');
  const replyCode = textOf(report, 'response_code') ?? textOf(bounce, 'code');
  const mapping = mapEvent(forwardemailActions, action) ?? mappingOfReply(replyCode);
  const bouncedAt = field(report, 'bounced_at');
  return eventOf(
    { ...mapping, code: mapEvent(forwardemailCategories, category)?.code ?? mapping.code },
    {
      recipient: recipientOf(report, 'recipient'),
      occurredAt: parseTime(bouncedAt) ?? receivedAt,
      eventId: eventId(action, textOf(report, 'email_id'), textOf(report, 'bounced_at')),
    },
    {
      diagnostic: textOf(report, 'response') ?? textOf(report, 'message'),
      status: textOf(bounce, 'status'),
      replyCode,
      espClass: [action, category].filter(Boolean).join(' '),
    },
  );
}

/** Without an action the reply says whether it is tried again. */
function mappingOfReply(replyCode: string | undefined): Pick<EventMapping, 'kind' | 'permanent' | 'code'> {
  const isTemporary = replyCode?.startsWith('4') ?? false;
  return { kind: isTemporary ? 'deferral' : 'bounce', permanent: isTemporary ? false : null, code: null };
}
