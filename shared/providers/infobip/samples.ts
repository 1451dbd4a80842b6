import { isRecord } from '../parsing/json.ts';
import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function report(groupName: string, { address, id, at }: SampleSubject, error: object = NO_ERROR): object {
  return {
    bulkId: '5f35f87a2f19a141aa',
    messageId: id,
    to: address,
    sentAt: new Date(at - 5_000).toISOString().replace('Z', '+0000'),
    doneAt: new Date(at).toISOString().replace('Z', '+0000'),
    messageCount: 1,
    channel: 'EMAIL',
    status: { groupId: GROUPS.indexOf(groupName), groupName, id: 9, name: groupName, description: groupName },
    error,
  };
}

/** By their numbers. */
const GROUPS = ['ACCEPTED', 'PENDING', 'UNDELIVERABLE', 'DELIVERED', 'EXPIRED', 'REJECTED'];

const NO_ERROR = {
  groupId: 0,
  groupName: 'OK',
  id: 0,
  name: 'NO_ERROR',
  description: 'No Error',
  permanent: false,
};

function tracking(notificationType: string, { address, id, at }: SampleSubject): object {
  return {
    notificationType,
    domain: 'shop.example',
    recipient: address,
    sendDateTime: at,
    messageId: id,
    bulkId: '5f35f87a2f19a141aa',
  };
}

export const samples: ProviderSamples = {
  provider: 'infobip',
  batch: 100,
  samples: [
    {
      name: 'undeliverable',
      kind: 'bounce',
      entry: (subject) =>
        report('UNDELIVERABLE', subject, {
          groupId: 1,
          groupName: 'USER_ERRORS',
          id: 1,
          name: 'EC_UNKNOWN_SUBSCRIBER',
          description: 'Unknown Subscriber',
          permanent: true,
        }),
    },
    { name: 'expired', kind: 'bounce', entry: (subject) => report('EXPIRED', subject) },
    { name: 'rejected', kind: 'dropped', entry: (subject) => report('REJECTED', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => report('DELIVERED', subject) },
    { name: 'pending', kind: 'other', entry: (subject) => report('PENDING', subject) },
    { name: 'complained', kind: 'complaint', entry: (subject) => tracking('COMPLAINED', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => tracking('UNSUBSCRIBED', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => tracking('OPENED', subject) },
  ],
  request: (entries, key) => {
    // Delivery reports come in a list, tracking reports one by one.
    const [first] = entries;
    const isTracking = isRecord(first) && Object.hasOwn(first, 'notificationType');
    return postJson(
      key,
      isTracking && entries.length === 1 ? first : { results: entries },
      basicAuth(key.secret),
    );
  },
};
