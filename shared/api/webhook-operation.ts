/**
 * The webhooks' operation in OpenAPI. The webhook function answers them (`shared/intake/webhook-receiver.ts`), and what
 * they take is each ESP's own, so that it is no row of the table of routes.
 */
import * as v from 'valibot';
import { count } from './documents.ts';

/** What a webhook answers once its events are queued. */
export const acceptedSchema = v.object({
  accepted: v.pipe(count, v.description('Entries of the body.')),
});

const problem = (names: string) => ({
  description: `Problem: ${names}.`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

export const webhookPath = '/v1/webhooks/{source}/{key}';

export const webhookOperation = {
  operationId: 'receiveWebhook',
  summary: "Takes an ESP's events, verified as the ESP signs them.",
  description:
    'Body, signature and handshake are what the ESP of the source documents. The answer is 2xx only once the events are queued.',
  'x-access-level': 'public',
  parameters: [
    {
      name: 'source',
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
      description: "The operator's name for one webhook.",
    },
    {
      name: 'key',
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,128}$' },
      description: 'The unguessable part of the URL. See: bounce-ledger sources list',
    },
  ],
  requestBody: { required: true, content: { '*/*': { schema: {} } } },
  responses: {
    200: {
      description: 'The events are queued.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Accepted' } } },
    },
    400: problem('invalid-body'),
    401: problem('not-verified; some ESPs ask for another status'),
    403: problem('address-not-allowed'),
    404: problem('unknown-webhook'),
    413: problem('body-too-large'),
    429: {
      ...problem('too-many-requests'),
      headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } },
    },
    503: problem('not-stored'),
  },
} as const;
