import { hash } from 'node:crypto';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function status(name: string, { address, id, at }: SampleSubject, delivery: object = {}): object {
  return {
    event_name: 'transactional_email_status',
    event_data: {
      job_id: id,
      email: address,
      status: name,
      event_time: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
      metadata: { campaign: 'receipts' },
      ...delivery,
    },
  };
}

function delivery(delivery_status: string, destination_response: string) {
  return { delivery_info: { delivery_status, destination_response } };
}

export const samples: ProviderSamples = {
  provider: 'unisender-go',
  batch: 1_000,
  samples: [
    {
      name: 'hard-bounced',
      kind: 'bounce',
      entry: (subject) =>
        status('hard_bounced', subject, delivery('err_user_unknown', '550 5.1.1 User unknown')),
    },
    {
      name: 'soft-bounced',
      kind: 'bounce',
      entry: (subject) =>
        status('soft_bounced', subject, delivery('err_mailbox_full', '452 4.2.2 Mailbox full')),
    },
    {
      name: 'will-retry',
      kind: 'deferral',
      entry: (subject) =>
        status('soft_bounced', subject, delivery('err_will_retry', '451 4.7.1 Try again later')),
    },
    {
      name: 'not-sent-unsubscribed',
      kind: 'dropped',
      entry: (subject) => status('hard_bounced', subject, delivery('err_unsubscribed', '')),
    },
    { name: 'spam', kind: 'complaint', entry: (subject) => status('spam', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => status('unsubscribed', subject) },
    { name: 'subscribed', kind: 'resubscribe', entry: (subject) => status('subscribed', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => status('delivered', subject) },
    { name: 'sent', kind: 'other', entry: (subject) => status('sent', subject) },
  ],
  request: (entries, key) => {
    const users = [{ user_id: 456, project_id: '6862471', project_name: 'Shop', events: entries }];
    const bodyWith = (auth: string) => JSON.stringify({ auth, events_by_user: users });
    return post(key, 'application/json', bodyWith(hash('md5', bodyWith(key.secret))));
  },
};
