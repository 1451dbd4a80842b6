import * as v from 'valibot';

export const scalewayEvents = [
  { name: 'email_delivered', console: 'email_delivered' },
  { name: 'email_deferred', console: 'email_deferred' },
  { name: 'email_dropped', console: 'email_dropped' },
  { name: 'email_spam', console: 'email_spam' },
  { name: 'email_mailbox_not_found', console: 'email_mailbox_not_found' },
  { name: 'email_blocklisted', console: 'email_blocklisted' },
  { name: 'blocklist_created', console: 'blocklist_created' },
] as const;

export const id = v.pipe(v.string(), v.minLength(1));
export const webhookPage = v.looseObject({
  total_count: v.nullish(v.number()),
  webhooks: v.array(
    v.looseObject({
      id,
      domain_id: v.nullish(v.string()),
      name: v.nullish(v.string()),
      event_types: v.array(v.string()),
      sns_arn: v.string(),
    }),
  ),
});

export const eventPage = v.looseObject({
  total_count: v.nullish(v.number()),
  webhook_events: v.array(v.looseObject({ created_at: v.nullish(v.string()) })),
});

export const blocklist = v.looseObject({
  id,
  email: v.string(),
  type: v.nullish(v.string()),
  reason: v.nullish(v.string()),
  custom: v.nullish(v.boolean()),
  created_at: v.nullish(v.string()),
  ends_at: v.nullish(v.string()),
});
export const blocklistPage = v.looseObject({
  total_count: v.nullish(v.number()),
  blocklists: v.array(blocklist),
});
