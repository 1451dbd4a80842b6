import type { ReportedEvent } from '../events/event.ts';
import { proveBodySignature } from './proof/body-signature.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, type Word } from './reading/vocabulary.ts';
import { forwardemailActions, forwardemailCategories } from './vocabulary/forwardemail.ts';

/** Forward Email: one bounce, signed with HMAC over the body. */
export const forwardemail: Provider = {
  name: 'forwardemail',
  title: 'Forward Email',
  prove,
  read,
  guide: {
    where: 'My Account > Domains > the domain > Settings > Bounce Webhook',
    tick: ['Every bounce: Forward Email leaves no choice'],
    secret: { from: 'esp', field: 'Webhook Signature Payload Verification Key' },
    proof: 'HMAC-SHA256 over the body, hex, in `X-Webhook-Signature`.',
    documents: ['https://forwardemail.net/en/faq#do-you-support-bounce-webhooks'],
    notes: ['Forward Email reports bounces and deferrals, and neither deliveries nor complaints.'],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveBodySignature(request, context, { header: 'x-webhook-signature', encoding: 'hex' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (bounce) => readBounce(bounce, request.receivedAt));
}

function readBounce(report: JsonRecord, receivedAt: number): ReportedEvent | null {
  // A report has no name of an event: an empty one is somebody trying the URL.
  if (Object.keys(report).length === 0) return null;
  const bounce = recordAt(report, 'bounce');
  const action = textOf(bounce, 'action');
  const category = textOf(bounce, 'category');
  const replyCode = textOf(report, 'response_code') ?? textOf(bounce, 'code');
  const word = meaningOf(forwardemailActions, action) ?? wordOfReply(replyCode);
  const bouncedAt = field(report, 'bounced_at');
  return eventOf(
    { ...word, code: meaningOf(forwardemailCategories, category)?.code ?? word.code },
    {
      recipient: recipientOf(report, 'recipient'),
      occurredAt: readTime(bouncedAt) ?? receivedAt,
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
function wordOfReply(replyCode: string | undefined): Pick<Word, 'kind' | 'permanent' | 'code'> {
  const isTemporary = replyCode?.startsWith('4') ?? false;
  return { kind: isTemporary ? 'deferral' : 'bounce', permanent: isTemporary ? false : null, code: null };
}
