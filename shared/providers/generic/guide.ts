import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { genericKinds } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'In your own sender: POST JSON to the URL of the source',
  events: [
    'bounce',
    'deferral',
    'dropped',
    'auto-reply',
    'complaint',
    'unsubscribe',
    'resubscribe',
    'delivered',
  ],
  secret: { from: 'us', how: 'field', field: 'the signing key of a Standard Webhooks library' },
  signature:
    'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
  references: ['https://www.standardwebhooks.com/', 'https://github.com/standard-webhooks/standard-webhooks'],
  notes: [
    'An event is `{"id", "kind", "recipient"}` with `"occurredAt"`, `"permanent"`, `"diagnostic"`, `"status"`, `"replyCode"`, `"code"`, `"listed"`, `"list"` and `"espList"` (a list that your own system makes, which stands under the name of the source) where they are known; a body holds one, a list of them, or `{"events": [...]}`.',
    'Sign with Standard Webhooks: `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature: v1,<base64 HMAC-SHA256 of id.timestamp.body>`. The key is what the base64 of the secret says, after `whsec_`. A signature older than five minutes is refused: sign each retry afresh.',
  ],
  eventMaps: [
    describeEventMap('`kind`', genericKinds, {
      bounce: 'not delivered, and not tried again',
      deferral: 'put off; the sender tries again',
      dropped: 'the sender did not send: its own list (`"listed": true`, which suppresses), its own check',
      'auto-reply': 'an automatic reply',
      complaint: 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      resubscribe: 'the recipient opted in again',
      delivered: "accepted by the recipient's server",
      other: 'acknowledged, never stored',
    }),
  ],
};
