import * as v from 'valibot';

export const smtp2goEvents = [
  { name: 'delivered', console: 'Delivered' },
  { name: 'bounce', console: 'Bounce' },
  { name: 'reject', console: 'Reject' },
  { name: 'spam', console: 'Spam' },
  { name: 'unsubscribe', console: 'Unsubscribe' },
] as const;

export const webhook = v.looseObject({
  id: v.number(),
  url: v.string(),
  events: v.nullish(v.array(v.string())),
  usernames: v.nullish(v.array(v.string())),
  output_format: v.nullish(v.string()),
  auth_header_type: v.nullish(v.string()),
  auth_header_value: v.nullish(v.string()),
});
/** The document has a single webhook where its account has several: both are read. */
export const webhookView = v.looseObject({ data: v.union([v.array(webhook), webhook]) });

export const suppressionView = v.looseObject({
  data: v.looseObject({
    results: v.array(
      v.looseObject({
        email_address: v.string(),
        reason: v.string(),
        block_description: v.nullish(v.string()),
        complaint: v.nullish(v.string()),
        timestamp: v.nullish(v.string()),
      }),
    ),
    continue_token: v.nullish(v.string()),
  }),
});
export const suppressionAdded = v.looseObject({ data: v.looseObject({ added: v.boolean() }) });
export const suppressionRemoved = v.looseObject({
  data: v.looseObject({ suppressions: v.array(v.looseObject({ reason: v.string(), removed: v.boolean() })) }),
});
