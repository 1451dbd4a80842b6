import * as v from 'valibot';

export const lettermintEvents = [
  { name: 'message.delivered', console: 'message.delivered' },
  { name: 'message.hard_bounced', console: 'message.hard_bounced' },
  { name: 'message.soft_bounced', console: 'message.soft_bounced' },
  { name: 'message.spam_complaint', console: 'message.spam_complaint' },
  { name: 'message.failed', console: 'message.failed' },
  { name: 'message.suppressed', console: 'message.suppressed' },
  { name: 'message.unsubscribed', console: 'message.unsubscribed' },
  { name: 'message.policy_rejected', console: 'message.policy_rejected' },
  { name: 'message.auto_replied', console: 'message.auto_replied' },
  { name: 'suppression.added', console: 'suppression.added' },
] as const;

export const id = v.pipe(v.string(), v.minLength(1));
export const webhook = v.looseObject({
  id,
  route_id: v.string(),
  name: v.nullish(v.string()),
  url: v.string(),
  events: v.array(v.string()),
  enabled: v.boolean(),
  last_called_at: v.nullish(v.string()),
  secret: v.nullish(v.string()),
});
export const webhookPage = v.looseObject({ data: v.array(webhook), next_cursor: v.nullish(v.string()) });
export const webhookDetails = v.looseObject({ data: webhook });

export const deliveryPage = v.looseObject({
  data: v.array(
    v.looseObject({
      status: v.string(),
      http_status_code: v.nullish(v.number()),
      delivered_at: v.nullish(v.string()),
      created_at: v.nullish(v.string()),
    }),
  ),
});

export const suppressionPage = v.looseObject({
  data: v.array(
    v.looseObject({
      id,
      type: v.string(),
      value: v.string(),
      reason: v.string(),
      scope: v.string(),
      project_id: v.nullish(v.string()),
      route_id: v.nullish(v.string()),
      created_at: v.nullish(v.string()),
    }),
  ),
  next_cursor: v.nullish(v.string()),
});
export const suppressionsStored = v.looseObject({
  data: v.looseObject({ created: v.array(v.string()), skipped: v.array(v.string()) }),
});
