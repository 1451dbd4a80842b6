import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { sampleCertificateUrl, sesSubscriptionConfirmation } from '../../shared/providers/ses/samples.ts';
import { ses } from '../../shared/providers/ses/webhook.ts';
import { envelopesIn, signedText } from '../../shared/providers/sns/envelope.ts';
import { verifySns } from '../../shared/providers/sns/verify.ts';
import { basic, contextOf, only, parse, post, TOPIC, verification } from './requests.ts';
import { bounced, bounceOfAnn, context, envelope, key, request } from './ses-requests.ts';

/** The envelope with other fields, signed anew by the same key. */
function signedAgain(changes: object, digest = 'RSA-SHA256') {
  const changed = { ...envelope, ...changes };
  const signature = sign(
    digest,
    Buffer.from(signedText(changed) ?? ''),
    createPrivateKey(key.privateKey ?? ''),
  );
  return post(
    { ...changed, Signature: signature.toString('base64') },
    { 'content-type': 'text/plain; charset=UTF-8' },
  );
}

describe('SES in an SNS envelope', () => {
  it('takes both versions of the signature', async () => {
    expect(await verification(ses, signedAgain({ SignatureVersion: '2' }), context)).toEqual({
      verified: true,
    });
    expect(await verification(ses, signedAgain({ SignatureVersion: '1' }, 'RSA-SHA1'), context)).toEqual({
      verified: true,
    });
  });

  it('takes the spelling SigningCertUrl of a Lambda event', async () => {
    const { SigningCertURL, ...others } = envelope;
    const respelled = post({ ...others, SigningCertUrl: SigningCertURL });
    expect(await verification(ses, respelled, context)).toEqual({ verified: true });
  });

  it('takes a message without a subject, which is then not signed', async () => {
    expect(await verification(ses, signedAgain({ Subject: undefined }), context)).toEqual({ verified: true });
  });

  it('refuses a valid signature for a topic that is not on the list', async () => {
    const stranger = 'arn:aws:sns:us-east-1:999999999999:anyone';
    expect(await verification(ses, signedAgain({ TopicArn: stranger }), context)).toMatchObject({
      verified: false,
    });
    expect(await verification(ses, request, { ...context, topics: [] })).toMatchObject({ verified: false });
  });

  it.each([
    [
      'a certificate at another host',
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem' },
    ],
    [
      'a certificate of another region than the topic',
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem' },
    ],
    ['a certificate over http', { SigningCertURL: sampleCertificateUrl().replace('https', 'http') }],
    [
      'a certificate at another port',
      { SigningCertURL: sampleCertificateUrl().replace('.com/', '.com:8443/') },
    ],
    [
      'a certificate behind credentials',
      { SigningCertURL: sampleCertificateUrl().replace('://', '://a:b@') },
    ],
    [
      'a certificate at another path',
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com/?Action=Publish' },
    ],
    ['no certificate', { SigningCertURL: '' }],
    ['a signature version of the future', { SignatureVersion: '3' }],
    ['a type that is none', { Type: 'Something' }],
  ])('refuses %s', async (_, changes) => {
    expect(await verification(ses, signedAgain(changes), context)).toMatchObject({ verified: false });
  });

  it.each([
    ['Message', '{}'],
    ['Subject', 'Another'],
    ['Timestamp', '2020-01-01T00:00:00Z'],
    ['MessageId', 'x'],
  ])('refuses another %s under the same signature', async (name, value) => {
    expect(await verification(ses, post({ ...envelope, [name]: value }), context)).toMatchObject({
      verified: false,
    });
  });

  it('refuses a signature with more behind it', async () => {
    const longer = post({ ...envelope, Signature: `${String(envelope.Signature)}eA==` });
    expect(await verification(ses, longer, context)).toMatchObject({ verified: false });
  });

  it('refuses when the certificate cannot be had', async () => {
    const certificate = async () => {
      throw new Error('timeout');
    };
    expect(await verification(ses, request, { ...context, certificate })).toMatchObject({ verified: false });
  });

  it('knows the host of the regions of China', async () => {
    const topic = 'arn:aws-cn:sns:cn-north-1:123456789012:ses';
    const url = 'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0.pem';
    const chinese = signedAgain({ TopicArn: topic, SigningCertURL: url });
    expect(await verifySns(chinese, { ...context, topics: [topic] })).toEqual({ verified: true });
  });

  it('confirms a subscription at its own host only', async () => {
    const confirmation = sesSubscriptionConfirmation(key);
    expect(await verification(ses, confirmation, context)).toEqual({ verified: true });
    expect(ses.handshake?.(confirmation)).toMatchObject({
      status: 200,
      confirm: expect.stringContaining('https://sns.us-east-1.amazonaws.com/'),
    });

    const elsewhere = { ...envelopesIn(confirmation.body)[0], SubscribeURL: 'https://evil.example/' };
    const forged = signedAgain(elsewhere);
    expect(await verification(ses, forged, context)).toMatchObject({ verified: false });
    expect(ses.handshake?.(forged)).toBeNull();
  });

  it('acknowledges the end of a subscription, and the line of prose that follows a new one', () => {
    expect(ses.handshake?.(post({ ...envelope, Type: 'UnsubscribeConfirmation' }))).toEqual({ status: 200 });
    const prose = post({
      ...envelope,
      Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
    });
    expect(parse(ses, prose)).toEqual({ events: [], invalid: [] });
  });

  it.each(['events', 'items', 'data', 'detail', 'bounce'])(
    'reads nothing that was put beside the fields that are signed: %s',
    async (beside) => {
      const forged = { emailAddress: 'eve@example.com' };
      const bounce = { bounceType: 'Permanent', bouncedRecipients: [forged] };
      const body = { ...envelope, [beside]: [{ eventType: 'Bounce', bounce, bouncedRecipients: [forged] }] };
      expect(await verification(ses, post(body), context)).toEqual({ verified: true });
      expect(parse(ses, post(body)).events).toEqual(parse(ses, request).events);
    },
  );

  it('does not open an envelope inside the envelope: its signature was not checked', () => {
    expect(() => parse(ses, post({ ...envelope, Message: JSON.stringify(envelope) }))).toThrow(
      InvalidPayloadError,
    );
  });
});

describe('SES through a function that isRetryable its event on', () => {
  const record = (changes: object = {}) => {
    const { SigningCertURL, UnsubscribeURL, ...fields } = { ...envelope, ...changes };
    return {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${TOPIC}:6b0e71bd`,
      Sns: {
        ...fields,
        SigningCertUrl: SigningCertURL,
        UnsubscribeUrl: UnsubscribeURL,
        MessageAttributes: {},
      },
    };
  };

  it('parses each record of a topic, once all of them are verified', async () => {
    const event = post({ Records: [record(), record()] });
    expect(await verification(ses, event, context)).toEqual({ verified: true });
    expect(parse(ses, event).events.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['bounce', 'ann@example.com'],
      ['bounce', 'ann@example.com'],
    ]);
    const forged = post({ Records: [record(), record({ Message: '{}' })] });
    expect(await verification(ses, forged, context)).toMatchObject({ verified: false });
  });

  it('reads what a queue held, as envelopes or raw', async () => {
    const queued = (body: unknown) => ({ eventSource: 'aws:sqs', body: JSON.stringify(body) });
    const enveloped = post({ Records: [queued(envelope)] });
    expect(await verification(ses, enveloped, context)).toEqual({ verified: true });
    expect(only(ses, enveloped).recipient).toBe('ann@example.com');

    const raw = post({ Records: [queued(bounceOfAnn)] });
    expect(await verification(ses, raw, context)).toMatchObject({ verified: false });
    expect(only(ses, raw).recipient).toBe('ann@example.com');
  });

  it('reads the good records beside a broken one', () => {
    const { events, invalid } = parse(ses, post({ Records: [{ body: '{"hello":"world"}' }, record()] }));
    expect(events).toHaveLength(1);
    expect(invalid).toEqual([{ index: 0, issue: 'The message has neither eventType nor notificationType.' }]);
  });
});

describe('SES by raw delivery', () => {
  it('is refused without a secret, for it has no signature', async () => {
    const raw = bounced('Permanent', 'General');
    const byHeader = {
      ...raw,
      headers: { ...raw.headers, 'x-amz-sns-rawdelivery': 'true', 'x-amz-sns-topic-arn': TOPIC },
    };
    expect(await verification(ses, byHeader, contextOf(['hook:secret']))).toMatchObject({ verified: false });
    expect(
      await verification(ses, { ...byHeader, headers: basic('hook:secret') }, contextOf(['hook:secret'])),
    ).toEqual({ verified: true });
    expect(await verification(ses, byHeader, contextOf([]))).toMatchObject({ verified: false });
  });
});
