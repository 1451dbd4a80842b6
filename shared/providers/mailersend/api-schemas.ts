import * as v from 'valibot';

export const mailersendEvents = [
  { name: 'activity.delivered', console: 'activity.delivered' },
  { name: 'activity.soft_bounced', console: 'activity.soft_bounced' },
  { name: 'activity.hard_bounced', console: 'activity.hard_bounced' },
  { name: 'activity.deferred', console: 'activity.deferred' },
  { name: 'activity.unsubscribed', console: 'activity.unsubscribed' },
  { name: 'activity.spam_complaint', console: 'activity.spam_complaint' },
] as const;

export const webhook = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  url: v.string(),
  name: v.nullish(v.string()),
  events: v.array(v.string()),
  enabled: v.boolean(),
  secret: v.nullish(v.string()),
});
export const webhookPage = v.looseObject({
  data: v.array(webhook),
  links: v.nullish(v.looseObject({ next: v.nullish(v.string()) })),
});
export const webhookDetails = v.looseObject({ data: webhook });

export const suppressionPage = v.looseObject({
  data: v.array(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      type: v.nullish(v.string()),
      pattern: v.nullish(v.string()),
      reason: v.nullish(v.string()),
      readable_reason: v.nullish(v.string()),
      recipient: v.nullish(v.looseObject({ email: v.string() })),
      created_at: v.nullish(v.string()),
    }),
  ),
  links: v.nullish(v.looseObject({ next: v.nullish(v.string()) })),
});
