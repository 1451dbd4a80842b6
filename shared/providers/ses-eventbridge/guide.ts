import type { SetupGuide } from '../guide.ts';
import { sesEventMaps } from '../ses/guide.ts';

export const guide: SetupGuide = {
  consolePath:
    'Amazon SES > Configuration sets > (the set) > Event destinations > Add destination > Amazon EventBridge',
  events: [
    'Hard bounces',
    'Complaints',
    'Deliveries',
    'Delivery delays',
    'Rejects',
    'Rendering failures',
    'Subscriptions',
  ],
  secret: { from: 'us', how: 'header', field: 'x-api-key, in the connection of an API destination' },
  signature:
    "IAM, where a rule feeds the stack's queue. Over HTTPS `x-api-key`, basic authentication or the URL carries the secret.",
  references: ['https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html'],
  notes: [
    "A rule on the default bus with the source `aws.ses` and the stack's queue as its target is the shortest way; it needs no URL and no secret.",
  ],
  eventMaps: sesEventMaps,
};
