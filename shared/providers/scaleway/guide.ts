import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { scalewayBlocklists, scalewayEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath:
    'Topics and Events > the topic > Subscriptions (HTTPS, this URL), then Transactional Email > the domain > Webhooks',
  events: [
    'email_delivered',
    'email_deferred',
    'email_dropped',
    'email_spam',
    'email_mailbox_not_found',
    'email_blocklisted',
    'blocklist_created',
  ],
  secret: { from: 'us', how: 'url', field: 'Endpoint of the subscription' },
  signature:
    "The URL or basic authentication carries the secret, and the topic must be on the source's list where it has one. The envelope's signature is not checked.",
  references: [
    'https://www.scaleway.com/en/docs/transactional-email/how-to/create-webhooks/',
    'https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/',
    'https://www.scaleway.com/en/docs/topics-and-events/reference-content/verifying-webhooks/',
  ],
  notes: [
    'Scaleway publishes the authority behind its signing certificates, and not which text they sign: the signature ' +
      'is not checked, and the secret in the URL verifies the request.',
    "List the topic's ARN in the source's `topics`, and any other topic is refused.",
    'The subscription is confirmed by itself.',
  ],
  eventMaps: [
    describeEventMap('`type`', scalewayEvents, {
      email_dropped: "rejected permanently by the recipient's server",
      email_mailbox_not_found: 'no such mailbox',
      email_spam: "called spam by the recipient's server; no recipient complained",
      email_deferred: 'put off; Scaleway tries again',
      email_blocklisted: "not sent: on Scaleway's blocklist",
      blocklist_created: "put on Scaleway's blocklist",
      email_delivered: "accepted by the recipient's server",
      email_queued: 'accepted by Scaleway',
      unknown_type: 'of no stated type',
    }),
    describeEventMap('`blocklist_type`', scalewayBlocklists, {
      mailbox_not_found: 'no such mailbox, seen before',
      mailbox_full: 'mailbox full, seen before',
    }),
  ],
};
