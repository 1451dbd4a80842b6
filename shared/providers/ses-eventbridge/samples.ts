import { at, record, textOf } from '../parsing/json.ts';
import { postJson } from '../samples/request.ts';
import type { ProviderSamples } from '../samples/sample.ts';
import { sesMessages } from '../ses/sample-messages.ts';

const detailTypes: Readonly<Record<string, string>> = {
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  Delivery: 'Email Delivered',
  DeliveryDelay: 'Email Delivery Delayed',
  Reject: 'Email Rejected',
  'Rendering Failure': 'Email Rendering Failed',
  Subscription: 'Email Subscription',
  Send: 'Email Sent',
};

export const samples: ProviderSamples = {
  provider: 'ses-eventbridge',
  batch: 1,
  samples: sesMessages,
  request: ([detail], key) => {
    const event = {
      version: '0',
      id: textOf(record(at(detail, 'mail')), 'messageId'),
      'detail-type': detailTypes[textOf(record(detail), 'eventType') ?? ''],
      source: 'aws.ses',
      account: '123456789012',
      time: new Date(key.at).toISOString(),
      region: 'us-east-1',
      resources: ['arn:aws:ses:us-east-1:123456789012:configuration-set/bounce-ledger'],
      detail,
    };
    return postJson(key, event, { 'x-api-key': key.secret });
  },
};
