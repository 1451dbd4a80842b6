import * as v from 'valibot';

/** Names in the management API; the console has titles of its own. */
export const mailgunEvents = [
  { name: 'delivered', console: 'Delivered Messages' },
  { name: 'permanent_fail', console: 'Permanent Failure' },
  { name: 'temporary_fail', console: 'Temporary Failure' },
  { name: 'complained', console: 'Spam Complaints' },
  { name: 'unsubscribed', console: 'Unsubscribes' },
] as const;

/** A domain's webhooks: the URLs of each event type; null or absent where it has none. */
export const domainWebhooks = v.looseObject({
  webhooks: v.record(
    v.string(),
    v.nullish(v.looseObject({ urls: v.nullish(v.array(v.string())), url: v.nullish(v.string()) })),
  ),
});

/** The account's webhooks; not part of the published OpenAPI document. */
export const accountWebhooks = v.looseObject({
  webhooks: v.nullish(
    v.array(
      v.looseObject({
        webhook_id: v.pipe(v.string(), v.minLength(1)),
        url: v.string(),
        event_types: v.nullish(v.array(v.string())),
        description: v.nullish(v.string()),
      }),
    ),
  ),
});

export const signingKey = v.looseObject({ http_signing_key: v.pipe(v.string(), v.minLength(1)) });

export const domainPage = v.looseObject({
  total_count: v.optional(v.number()),
  items: v.nullish(v.array(v.looseObject({ name: v.string(), state: v.optional(v.string()) }))),
});

export const suppressionRow = v.looseObject({
  address: v.string(),
  code: v.nullish(v.union([v.string(), v.number()])),
  error: v.nullish(v.string()),
  tags: v.nullish(v.array(v.string())),
  created_at: v.nullish(v.string()),
});

export const suppressionPage = v.looseObject({
  items: v.nullish(v.array(suppressionRow)),
  paging: v.optional(v.looseObject({ next: v.nullish(v.string()) })),
});

export const allowList = v.looseObject({ items: v.nullish(v.array(v.looseObject({ value: v.string() }))) });
