import * as v from 'valibot';

export const azureEvents = [
  { name: 'Microsoft.Communication.EmailDeliveryReportReceived', console: 'Email Delivery Report Received' },
] as const;

const eventSubscription = v.looseObject({
  name: v.pipe(v.string(), v.minLength(1)),
  properties: v.looseObject({
    provisioningState: v.nullish(v.string()),
    destination: v.nullish(
      v.looseObject({
        endpointType: v.nullish(v.string()),
        properties: v.nullish(v.looseObject({ endpointBaseUrl: v.nullish(v.string()) })),
      }),
    ),
    filter: v.nullish(
      v.looseObject({
        includedEventTypes: v.nullish(v.array(v.string())),
        subjectBeginsWith: v.nullish(v.string()),
        subjectEndsWith: v.nullish(v.string()),
      }),
    ),
  }),
});
export const subscriptionPage = v.looseObject({
  value: v.array(eventSubscription),
  nextLink: v.nullish(v.string()),
});
export const fullUrl = v.looseObject({ endpointUrl: v.nullish(v.string()) });

export const listPage = v.looseObject({
  value: v.array(v.looseObject({ name: v.pipe(v.string(), v.minLength(1)) })),
  nextLink: v.nullish(v.string()),
});

export const addressPage = v.looseObject({
  value: v.array(
    v.looseObject({
      name: v.pipe(v.string(), v.minLength(1)),
      properties: v.looseObject({
        email: v.string(),
        notes: v.nullish(v.string()),
        lastModified: v.nullish(v.string()),
      }),
    }),
  ),
  nextLink: v.nullish(v.string()),
});
