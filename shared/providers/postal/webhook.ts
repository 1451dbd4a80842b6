import { verify as verifySignature } from 'node:crypto';
import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
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
import { bytesOfBase64 } from '../signature/base64.ts';
import { header } from '../signature/headers.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { publicKeyOf } from '../signature/public-key.ts';
import { postalEvents, postalStatuses } from './event-map.ts';

/** Postal, the mail server one runs oneself: one event, signed with RSA over the body. */
export const postal = defineProvider({
  name: 'postal',
  title: 'Postal',
  retryHours: 1,
  verify,
  ...parser(parseEntries, parseEvent),
});

/** RSA (PKCS #1 v1.5) over the body, with SHA-256; an older Postal signs with SHA-1 only. */
function verify(request: WebhookRequest, { secrets }: VerificationContext): Verification {
  const sha256 = header(request, 'x-postal-signature-256');
  const signature = sha256 ?? header(request, 'x-postal-signature');
  if (!signature) return rejected('The signature header is missing.');
  const algorithm = sha256 === undefined ? 'sha1' : 'sha256';
  const bytes = bytesOfBase64(signature);
  if (bytes === null) return rejected('The signature is not base64.');
  const matches = secrets.some((secret) => {
    const key = publicKeyOf(keyPart(secret));
    return key?.asymmetricKeyType === 'rsa' && verifySignature(algorithm, request.body, key, bytes);
  });
  return matches ? verified() : rejected('The signature does not fit the body.');
}

/** Of a DKIM record (RFC 6376, 3.6.1) the key in its `p=` tag; any other text as it is. */
function keyPart(secret: string): string {
  if (secret.includes('BEGIN ')) return secret;
  return /(?:^|;)\s*p=([A-Za-z0-9+/=\s]+)/.exec(secret)?.[1] ?? secret;
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  // Its documentation shows the payload by itself, whose status says which event it is.
  const payload = Object.hasOwn(event, 'payload') ? recordAt(event, 'payload') : event;
  const name = textOf(event, 'event') ?? postalEventOf(payload) ?? eventName(event, 'event');
  const message = recordAt(payload, 'message');
  const reply = textOf(payload, 'output') ?? textOf(payload, 'details');
  return eventOf(
    mapEvent(postalEvents, name) ?? UNMAPPED,
    {
      recipient: recipientOf(message, 'to') ?? recipientOf(recordAt(payload, 'original_message'), 'to'),
      occurredAt:
        parseTime(field(event, 'timestamp')) ?? parseTime(field(payload, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        name,
        textOf(event, 'uuid') ?? eventId(textOf(message, 'token'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: reply,
      espClass: textOf(payload, 'status') ?? name,
      // A message is held for many reasons; the suppression list is one of them, and said in words.
      ...(reply && /suppression/i.test(reply) && { onEspSuppressionList: true }),
    },
  );
}

function postalEventOf(payload: JsonRecord): string | undefined {
  if (Object.hasOwn(payload, 'original_message')) return 'MessageBounced';
  return Object.hasOwn(payload, 'message') ? postalStatuses.get(textOf(payload, 'status') ?? '') : undefined;
}
