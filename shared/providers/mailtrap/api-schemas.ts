import * as v from 'valibot';

export const mailtrapEvents = [
  { name: 'delivery', console: 'Delivery' },
  { name: 'bounce', console: 'Bounce' },
  { name: 'soft_bounce', console: 'Soft bounce' },
  { name: 'suspension', console: 'Suspension' },
  { name: 'reject', console: 'Reject' },
  { name: 'spam_complaint', console: 'Spam complaint' },
  { name: 'unsubscribe', console: 'Unsubscribe' },
] as const;

export const webhook = v.looseObject({
  id: v.number(),
  url: v.string(),
  active: v.nullish(v.boolean()),
  webhook_type: v.nullish(v.string()),
  payload_format: v.nullish(v.string()),
  sending_stream: v.nullish(v.string()),
  domain_id: v.nullish(v.number()),
  event_types: v.nullish(v.array(v.string())),
  signing_secret: v.nullish(v.string()),
});
export const webhookList = v.looseObject({ data: v.array(webhook) });
export const webhookDetails = v.looseObject({ data: webhook });

export const suppression = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  type: v.nullish(v.string()),
  email: v.string(),
  created_at: v.nullish(v.string()),
  sending_stream: v.nullish(v.string()),
  domain_name: v.nullish(v.string()),
  message_bounce_category: v.nullish(v.string()),
  message_esp_response: v.nullish(v.string()),
});
export const suppressionList = v.array(suppression);
