import { hmacOf, post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

interface Reply {
  readonly code: number;
  readonly status: string;
  readonly text: string;
}

function bounce(
  action: string,
  category: string,
  { code, status, text }: Reply,
  { address, id, at }: SampleSubject,
): object {
  return {
    email_id: id,
    list_id: 'receipts.shop.example',
    recipient: address,
    message: text,
    response: `${code} ${status} ${text}`,
    response_code: code,
    truth_source: 'example.com',
    bounce: { action, message: text, category, code, status, line: 300 },
    headers: { Subject: 'Your receipt' },
    bounced_at: new Date(at).toISOString(),
  };
}

export const samples: ProviderSamples = {
  provider: 'forwardemail',
  batch: 1,
  samples: [
    {
      name: 'recipient',
      kind: 'bounce',
      entry: (subject) =>
        bounce('reject', 'recipient', { code: 550, status: '5.1.1', text: 'User unknown' }, subject),
    },
    {
      name: 'capacity',
      kind: 'bounce',
      entry: (subject) =>
        bounce('reject', 'capacity', { code: 552, status: '5.2.2', text: 'Mailbox is full' }, subject),
    },
    {
      name: 'block',
      kind: 'bounce',
      entry: (subject) =>
        bounce('reject', 'block', { code: 554, status: '5.7.1', text: 'Sender is blocked' }, subject),
    },
    {
      name: 'defer',
      kind: 'deferral',
      entry: (subject) =>
        bounce('defer', 'greylist', { code: 451, status: '4.7.1', text: 'Try again later' }, subject),
    },
  ],
  request: ([entry], key) => {
    const body = JSON.stringify(entry);
    return post(key, 'application/json', body, { 'x-webhook-signature': hmacOf(key, 'hex', body) });
  },
};
