import * as v from 'valibot';

/** Names of the triggers in the API, and what the console calls them. */
export const postmarkEvents = [
  { name: 'Delivery', console: 'Delivery' },
  { name: 'Bounce', console: 'Bounce' },
  { name: 'SpamComplaint', console: 'Spam Complaint' },
  { name: 'SubscriptionChange', console: 'Subscription Change' },
] as const;

const trigger = v.nullish(
  v.looseObject({ Enabled: v.optional(v.boolean()), IncludeContent: v.optional(v.boolean()) }),
);

export const webhook = v.looseObject({
  ID: v.number(),
  Url: v.string(),
  MessageStream: v.nullish(v.string()),
  HttpAuth: v.nullish(v.looseObject({ Username: v.nullish(v.string()), Password: v.nullish(v.string()) })),
  HttpHeaders: v.nullish(v.array(v.looseObject({ Name: v.string(), Value: v.nullish(v.string()) }))),
  Triggers: v.record(v.string(), trigger),
});

export const webhookList = v.looseObject({ Webhooks: v.array(webhook) });

export const suppressionDump = v.looseObject({
  Suppressions: v.array(
    v.looseObject({
      EmailAddress: v.string(),
      SuppressionReason: v.string(),
      Origin: v.string(),
      CreatedAt: v.string(),
    }),
  ),
});

export const suppressionStatuses = v.looseObject({
  Suppressions: v.array(
    v.looseObject({
      EmailAddress: v.string(),
      Status: v.string(),
      Message: v.nullish(v.string()),
    }),
  ),
});

export const streamList = v.looseObject({
  MessageStreams: v.array(
    v.looseObject({
      ID: v.string(),
      MessageStreamType: v.nullish(v.string()),
      ArchivedAt: v.nullish(v.string()),
    }),
  ),
});

export const server = v.looseObject({ ID: v.number(), Name: v.string() });
