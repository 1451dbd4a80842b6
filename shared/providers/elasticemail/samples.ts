import { record, textOf } from '../parsing/json.ts';
import { post, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function notification(status: string, { address, id, at }: SampleSubject, category = ''): object {
  return {
    transaction: '5b1f0d1e-7c2a-4a55-9a3e-2f6f5f0c1d2e',
    to: address,
    date: new Date(at).toLocaleString('en-US', { timeZone: 'UTC' }).replace(',', ''),
    status,
    channel: 'api',
    account: 'shop@shop.example',
    category,
    target: '',
    subject: 'Your receipt',
    messageid: id,
  };
}

export const samples: ProviderSamples = {
  provider: 'elasticemail',
  batch: 1,
  samples: [
    { name: 'no-mailbox', kind: 'bounce', entry: (subject) => notification('Error', subject, 'NoMailbox') },
    { name: 'greylisted', kind: 'bounce', entry: (subject) => notification('Error', subject, 'GreyListed') },
    { name: 'spam', kind: 'bounce', entry: (subject) => notification('Error', subject, 'Spam') },
    {
      name: 'not-delivered',
      kind: 'dropped',
      entry: (subject) => notification('Error', subject, 'NotDelivered'),
    },
    { name: 'abuse-report', kind: 'complaint', entry: (subject) => notification('AbuseReport', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => notification('Unsubscribed', subject) },
    { name: 'sent', kind: 'delivered', entry: (subject) => notification('Sent', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => notification('Opened', subject) },
  ],
  request: ([entry], key) => {
    const fields = record(entry);
    const form = new URLSearchParams();
    for (const name of Object.keys(fields)) form.set(name, textOf(fields, name) ?? '');
    return post(withSecretInUrl(key), 'application/x-www-form-urlencoded', form.toString());
  },
};
