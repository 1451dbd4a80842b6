import { describe, expect, it } from 'vitest';
import { mailomat } from '../../shared/providers/mailomat.ts';
import { mailomatSamples } from '../../shared/providers/samples/mailomat.ts';
import { contextOf, NOW, onlyFailure, post, proof, sampleOf, tampered } from './requests.ts';

describe('proving Mailomat', () => {
  const request = sampleOf(mailomatSamples, 'failure-perm');
  const context = contextOf(['local-secret']);

  it('refuses a header that was changed', async () => {
    const headers = { ...request.headers, 'x-mom-webhook-event': 'delivered' };
    expect(await proof(mailomat, { ...request, headers }, context)).toMatchObject({ genuine: false });
  });

  it('pitfall 12: refuses genuine headers before the body of another event, which they do not sign', async () => {
    expect(await proof(mailomat, tampered(request, 'failure_perm', 'delivered'), context)).toMatchObject({
      genuine: false,
    });
    expect(await proof(mailomat, tampered(request, 'event-1', 'event-2'), context)).toMatchObject({
      genuine: false,
    });
  });

  it('takes an old signature: its time is that of the event', async () => {
    const tomorrow = contextOf(['local-secret'], { now: NOW + 86_400_000 });
    expect(await proof(mailomat, request, tomorrow)).toEqual({ genuine: true });
  });
});

describe('reading Mailomat', () => {
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
