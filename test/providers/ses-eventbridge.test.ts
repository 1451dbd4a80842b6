import { describe, expect, it } from 'vitest';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { ses } from '../../shared/providers/ses/webhook.ts';
import { sesEventBridge } from '../../shared/providers/ses-eventbridge/webhook.ts';
import { contextOf, only, parse, post, verification } from './requests.ts';
import { bounceOfAnn, envelope, request } from './ses-requests.ts';

describe('SES through EventBridge', () => {
  it('reads the same object from detail, with the same id', () => {
    const event = {
      'detail-type': 'Email Bounced',
      source: 'aws.ses',
      time: '2026-05-01T11:59:30Z',
      detail: bounceOfAnn,
    };
    expect(only(sesEventBridge, post(event))).toEqual(only(ses, request));
  });

  it('is read from a topic that its rule has for a target, and with an input path of $.detail', () => {
    const event = { 'detail-type': 'Email Bounced', source: 'aws.ses', detail: bounceOfAnn };
    expect(only(ses, post({ ...envelope, Message: JSON.stringify(event) }))).toEqual(only(ses, request));
    expect(only(sesEventBridge, post(bounceOfAnn))).toEqual(only(ses, request));
  });

  it('takes the secret from the connection of an API destination', async () => {
    const event = post({ detail: bounceOfAnn }, { 'x-api-key': 'local-secret' });
    expect(await verification(sesEventBridge, event, contextOf(['local-secret']))).toEqual({
      verified: true,
    });
  });

  it.each(['Sending Status Disabled', 'Advisor Recommendation Status Open'])(
    'stores nothing of %s',
    (type) => {
      const detail = { version: '1.0.0', data: 'SPF record was not found.' };
      const event = post({ 'detail-type': type, source: 'aws.ses', time: '2026-05-01T11:59:30Z', detail });
      expect(parse(sesEventBridge, event)).toEqual({ events: [], invalid: [] });
    },
  );

  it('refuses an event without a detail', () => {
    expect(() => parse(sesEventBridge, post({ source: 'aws.ses' }))).toThrow(InvalidPayloadError);
  });
});
