import * as v from 'valibot';

export const mandrillEvents = [
  { name: 'delivered', console: 'Message Is Delivered' },
  { name: 'deferral', console: 'Message Is Delayed' },
  { name: 'hard_bounce', console: 'Message Is Bounced' },
  { name: 'soft_bounce', console: 'Message Is Soft-Bounced' },
  { name: 'spam', console: 'Message Is Marked As Spam' },
  { name: 'unsub', console: 'Message Recipient Unsubscribes' },
  { name: 'reject', console: 'Message Is Rejected' },
] as const;

export const webhook = v.looseObject({
  id: v.number(),
  url: v.string(),
  auth_key: v.nullish(v.string()),
  description: v.nullish(v.string()),
  events: v.array(v.string()),
  last_sent_at: v.nullish(v.string()),
  batches_sent: v.nullish(v.number()),
  last_error: v.nullish(v.string()),
});

export const webhookList = v.array(webhook);

export const rejectList = v.array(
  v.looseObject({
    email: v.string(),
    reason: v.string(),
    detail: v.nullish(v.string()),
    created_at: v.nullish(v.string()),
    expires_at: v.nullish(v.string()),
    subaccount: v.nullish(v.string()),
  }),
);

export const added = v.looseObject({ email: v.string(), added: v.boolean() });
export const deleted = v.looseObject({ email: v.string(), deleted: v.boolean() });
