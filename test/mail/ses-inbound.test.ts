import { describe, expect, it } from 'vitest';
import { inboundMailOf } from '../../shared/mail/ses-inbound.ts';
import { sample } from './samples.ts';

const raw = sample('dsn-utf8');

function notification(action: object, content?: string): object {
  return {
    notificationType: 'Received',
    mail: { destination: ['bounces@sender.example'], messageId: 'm1' },
    receipt: { recipients: ['bounces@sender.example'], spamVerdict: { status: 'PASS' }, action },
    ...(content !== undefined && { content }),
  };
}

const sns = (message: object) =>
  JSON.stringify({ Type: 'Notification', MessageId: 'n1', Message: JSON.stringify(message) });

describe('a mail that SES received', () => {
  it.each([
    ['UTF8', raw.toString('utf8')],
    ['BASE64', raw.toString('base64')],
  ])('is in the notification of an SNS action, in %s', (encoding, content) => {
    const message = notification({ type: 'SNS', topicArn: 'arn:aws:sns:eu-west-1:1:t', encoding }, content);
    expect(inboundMailOf(JSON.stringify(message))).toEqual({ kind: 'content', raw });
    expect(inboundMailOf(sns(message))).toEqual({ kind: 'content', raw });
  });

  it('is in the bucket that the notification of an S3 action names', () => {
    const action = { type: 'S3', topicArn: 't', bucketName: 'bounce-mail', objectKey: 'in/m1' };
    expect(inboundMailOf(sns(notification(action)))).toEqual({
      kind: 'object',
      bucket: 'bounce-mail',
      key: 'in/m1',
    });
  });

  it.each([
    ['a bounce of SES itself', JSON.stringify({ notificationType: 'Bounce', bounce: {} })],
    ['an action that keeps no mail', JSON.stringify(notification({ type: 'Lambda' }))],
    ['no JSON', 'From: postmaster@b.example'],
    ['an envelope around no JSON', JSON.stringify({ Type: 'Notification', Message: 'hello' })],
    ['a list', '[]'],
  ])('is not in %s', (_what, body) => {
    expect(inboundMailOf(body)).toBeNull();
  });
});
