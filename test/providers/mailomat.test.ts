import { describe, expect, it } from 'vitest';
import { samples as mailomatSamples } from '../../shared/providers/mailomat/samples.ts';
import { mailomat } from '../../shared/providers/mailomat/webhook.ts';
import { contextOf, NOW, onlyFailure, post, sampleOf, tampered, verification } from './requests.ts';

describe('verifying Mailomat', () => {
  const request = sampleOf(mailomatSamples, 'failure-perm');
  const context = contextOf(['local-secret']);

  it('refuses a header that was changed', async () => {
    const headers = { ...request.headers, 'x-mom-webhook-event': 'delivered' };
    expect(await verification(mailomat, { ...request, headers }, context)).toMatchObject({ verified: false });
  });

  it('rejects valid headers before the body of another event, which they do not sign', async () => {
    expect(
      await verification(mailomat, tampered(request, 'failure_perm', 'delivered'), context),
    ).toMatchObject({
      verified: false,
    });
    expect(await verification(mailomat, tampered(request, 'event-1', 'event-2'), context)).toMatchObject({
      verified: false,
    });
  });

  it('takes an old signature: its time is that of the event', async () => {
    const tomorrow = contextOf(['local-secret'], { now: NOW + 86_400_000 });
    expect(await verification(mailomat, request, tomorrow)).toEqual({ verified: true });
  });
});

describe('parsing Mailomat', () => {
  it('reads reply code, status and text apart, and the zone of the time', () => {
    const failure = post({
      id: 'e-1',
      eventType: 'failure_perm',
      occurredAt: '2026-05-01T13:59:00+02:00',
      recipient: 'ann@example.com',
      payload: {
        'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: '5.1.1 recipient rejected' },
      },
    });
    expect(onlyFailure(mailomat, failure)).toMatchObject({
      permanent: true,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
      evidence: { diagnostic: '5.1.1 recipient rejected', status: '5.1.1', replyCode: '550', espCode: 2999 },
    });
  });
});
