import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readAll } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { readSesMessage } from './ses-events.ts';

/**
 * Amazon SES through EventBridge: `detail` holds the same object that SNS would carry. A rule that targets the
 * queue needs no proof but IAM's; an API destination brings the secret in a header of its connection.
 */
export const sesEventBridge: Provider = {
  name: 'ses-eventbridge',
  title: 'Amazon SES through EventBridge',
  family: 'ses',
  prove,
  read,
  guide: {
    where:
      'Amazon SES > Configuration sets > (the set) > Event destinations > Add destination > Amazon EventBridge',
    tick: [
      'Hard bounces',
      'Complaints',
      'Deliveries',
      'Delivery delays',
      'Rejects',
      'Rendering failures',
      'Subscriptions',
    ],
    secret: { from: 'us', how: 'header', field: 'x-api-key, in the connection of an API destination' },
    proof:
      "IAM, where a rule feeds the stack's queue. Over HTTPS `x-api-key`, basic authentication or the URL carries the secret.",
    documents: ['https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html'],
    notes: [
      "A rule on the default bus with the source `aws.ses` and the stack's queue as its target is the shortest way; it needs no URL and no secret.",
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'x-api-key' });
}

function read(request: WebhookRequest): Reading {
  return readAll(readEntries(request), (envelope) =>
    readSesMessage(envelope, readTime(textOf(envelope, 'time')) ?? request.receivedAt),
  );
}
