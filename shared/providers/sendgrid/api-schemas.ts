import * as v from 'valibot';

/** Names in the management API; events themselves carry others (`spamreport`). */
export const sendgridEvents = [
  { name: 'delivered', console: 'Delivered' },
  { name: 'deferred', console: 'Deferred' },
  { name: 'bounce', console: 'Bounced' },
  { name: 'dropped', console: 'Dropped' },
  { name: 'spam_report', console: 'Spam Reports' },
  { name: 'unsubscribe', console: 'Unsubscribed' },
  { name: 'group_unsubscribe', console: 'Group Unsubscribes' },
  { name: 'group_resubscribe', console: 'Group Resubscribes' },
] as const;

/** Every event the API has a flag for, with those that are left unticked. */
export const sendgridEventFlags = [
  ...sendgridEvents.map(({ name }) => name),
  'processed',
  'open',
  'click',
] as const;

export const webhookList = v.looseObject({
  max_allowed: v.optional(v.number()),
  webhooks: v.array(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      enabled: v.boolean(),
      url: v.string(),
      friendly_name: v.nullish(v.string()),
      public_key: v.nullish(v.string()),
    }),
  ),
});

export const signedWebhook = v.looseObject({ public_key: v.optional(v.string()) });

const entry = {
  created: v.number(),
  email: v.string(),
};

/** Bounces, blocks, invalid addresses, spam reports and unsubscribes: the last three lack some fields. */
export const suppressionRows = v.array(
  v.looseObject({ ...entry, reason: v.nullish(v.string()), status: v.nullish(v.string()) }),
);

export const groupRows = v.array(
  v.looseObject({
    email: v.string(),
    group_id: v.number(),
    group_name: v.nullish(v.string()),
    created_at: v.number(),
  }),
);

export const groupsOfAddress = v.looseObject({
  suppressions: v.array(v.looseObject({ id: v.number(), name: v.string(), suppressed: v.boolean() })),
});

export const globalSuppression = v.looseObject({ recipient_email: v.optional(v.string()) });
export const scopeList = v.looseObject({ scopes: v.array(v.string()) });
export const bouncePurge = v.looseObject({
  enabled: v.boolean(),
  soft_bounces: v.nullish(v.number()),
  hard_bounces: v.nullish(v.number()),
});
export const addressAllowList = v.looseObject({ enabled: v.boolean(), list: v.nullish(v.array(v.string())) });
export const subscriptionTracking = v.looseObject({ enabled: v.boolean() });
