import { verify } from 'node:crypto';
import type { ReportedEvent } from '../events/event.ts';
import { bytesOfBase64 } from './proof/base64.ts';
import { header } from './proof/headers.ts';
import { genuine, refused } from './proof/outcome.ts';
import { publicKeyOf } from './proof/public-key.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { postalEvents, postalStatuses } from './vocabulary/postal.ts';

/** Postal, the mail server one runs oneself: one event, signed with RSA over the body. */
export const postal: Provider = {
  name: 'postal',
  title: 'Postal',
  prove,
  read,
  guide: {
    where: 'The organisation > the mail server > Webhooks > Add new webhook',
    tick: ['MessageSent', 'MessageDelayed', 'MessageDeliveryFailed', 'MessageHeld', 'MessageBounced'],
    secret: {
      from: 'esp',
      field: "the public key of Postal's signing key (`postal default-dkim-record`, its p= part)",
    },
    proof:
      'RSA (SHA-256) over the body, base64, in `X-Postal-Signature-256`; of an older Postal with SHA-1 in `X-Postal-Signature`.',
    documents: ['https://docs.postalserver.io/developer/webhooks'],
    notes: [
      'The secret is a public key: PEM, its bare base64, or the whole DKIM record.',
      'MessageBounced carries no SMTP answer: it says that a bounce came back, and not why.',
    ],
  },
};

/** RSA (PKCS #1 v1.5) over the body, with SHA-256; an older Postal signs with SHA-1 only. */
function prove(request: WebhookRequest, { secrets }: ProofContext): Proof {
  const sha256 = header(request, 'x-postal-signature-256');
  const signature = sha256 ?? header(request, 'x-postal-signature');
  if (!signature) return refused('The signature header is missing.');
  const algorithm = sha256 === undefined ? 'sha1' : 'sha256';
  const bytes = bytesOfBase64(signature);
  if (bytes === null) return refused('The signature is not base64.');
  const matches = secrets.some((secret) => {
    const key = publicKeyOf(keyPart(secret));
    return key?.asymmetricKeyType === 'rsa' && verify(algorithm, request.body, key, bytes);
  });
  return matches ? genuine() : refused('The signature does not fit the body.');
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

/** Of a DKIM record (RFC 6376, 3.6.1) the key in its `p=` tag; any other text as it is. */
function keyPart(secret: string): string {
  if (secret.includes('BEGIN ')) return secret;
  return /(?:^|;)\s*p=([A-Za-z0-9+/=\s]+)/.exec(secret)?.[1] ?? secret;
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  // Its documentation shows the payload by itself, whose status says which event it is.
  const payload = Object.hasOwn(event, 'payload') ? recordAt(event, 'payload') : event;
  const name = textOf(event, 'event') ?? postalEventOf(payload) ?? eventName(event, 'event');
  const message = recordAt(payload, 'message');
  const reply = textOf(payload, 'output') ?? textOf(payload, 'details');
  return eventOf(
    meaningOf(postalEvents, name) ?? UNHEARD_OF,
    {
      recipient: recipientOf(message, 'to') ?? recipientOf(recordAt(payload, 'original_message'), 'to'),
      occurredAt: readTime(field(event, 'timestamp')) ?? readTime(field(payload, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        name,
        textOf(event, 'uuid') ?? eventId(textOf(message, 'token'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: reply,
      espClass: textOf(payload, 'status') ?? name,
      // A message is held for many reasons; the suppression list is one of them, and said in words.
      ...(reply && /suppression/i.test(reply) && { listed: true }),
    },
  );
}

function postalEventOf(payload: JsonRecord): string | undefined {
  if (Object.hasOwn(payload, 'original_message')) return 'MessageBounced';
  return Object.hasOwn(payload, 'message') ? postalStatuses.get(textOf(payload, 'status') ?? '') : undefined;
}
