import { describe, expect, it } from 'vitest';
import { samples as azureSamples, azureValidation } from '../../shared/providers/azure/samples.ts';
import { azure } from '../../shared/providers/azure/webhook.ts';
import { contextOf, keyFor, only, onlyFailure, parse, post, verification } from './requests.ts';

const report = {
  sender: 'news@shop.example',
  recipient: 'ann@example.com',
  messageId: 'm-1',
  status: 'Bounced',
  deliveryAttemptTimeStamp: '2026-05-01T11:59:00.2855749+00:00',
  deliveryStatusDetails: { statusMessage: '550 5.1.1 User unknown' },
};

function eventGrid(data: object) {
  return post([{ id: 'e-1', eventType: 'Microsoft.Communication.EmailDeliveryReportReceived', data }]);
}

describe('setting Azure up', () => {
  it('gives Event Grid its validation code back, to the URL with the secret only', async () => {
    const request = azureValidation(keyFor(azureSamples), '512d38b6');
    expect(azure.handshake?.(request)).toEqual({ status: 200, body: { validationResponse: '512d38b6' } });
    expect(await verification(azure, request, contextOf(['local-secret']))).toEqual({ verified: true });
    expect(await verification(azure, request, contextOf(['another']))).toMatchObject({ verified: false });
  });

  it('lets CloudEvents come from the origin that asks', () => {
    const request = { ...post('', { 'webhook-request-origin': 'eventgrid.azure.net' }), method: 'OPTIONS' };
    expect(azure.handshake?.(request)).toMatchObject({
      status: 200,
      headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' },
      beforeVerification: true,
    });
  });

  it('takes a body that cannot be read for no handshake', () => {
    expect(azure.handshake?.(post('{'))).toBeNull();
  });
});

describe('verifying Azure', () => {
  it('takes the secret from a delivery property, whatever header the operator chose', async () => {
    const request = { ...eventGrid(report), headers: { 'x-ledger-secret': 'local-secret' } };
    expect(await verification(azure, request, contextOf(['local-secret']))).toEqual({ verified: true });
  });
});

describe('parsing Azure', () => {
  it('reads a report of Event Grid', () => {
    expect(onlyFailure(azure, eventGrid(report))).toMatchObject({
      recipient: 'ann@example.com',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.285Z'),
      eventId: 'Bounced/e-1',
      evidence: { diagnostic: '550 5.1.1 User unknown', espClass: 'Bounced', espCode: 2001 },
    });
  });

  it.each([
    ['alone', (event: object) => event],
    ['in a batch', (event: object) => [event]],
  ])('reads a CloudEvent %s', (_, wrap) => {
    const event = {
      specversion: '1.0',
      type: 'Microsoft.Communication.EmailDeliveryReportReceived',
      id: 'e-1',
      time: '2026-05-01T12:00:00Z',
      data: { ...report, deliveryAttemptTimeStamp: undefined },
    };
    expect(only(azure, post(wrap(event)))).toMatchObject({
      kind: 'bounce',
      occurredAt: Date.UTC(2026, 4, 1, 12),
    });
  });

  it('reads the time as the events spell it, too', () => {
    const { deliveryAttemptTimeStamp: deliveryAttemptTimestamp, ...rest } = report;
    expect(only(azure, eventGrid({ ...rest, deliveryAttemptTimestamp })).occurredAt).toBe(
      Date.parse('2026-05-01T11:59:00.285Z'),
    );
  });

  it('takes details that are a text alone', () => {
    const { evidence } = onlyFailure(
      azure,
      eventGrid({ ...report, deliveryStatusDetails: '550 5.1.1 gone' }),
    );
    expect(evidence.diagnostic).toBe('550 5.1.1 gone');
    expect(
      onlyFailure(azure, eventGrid({ ...report, deliveryStatusDetails: null })).evidence.diagnostic,
    ).toBeUndefined();
  });

  it.each([
    ['delivered', 'delivered'],
    ['SUPPRESSED', 'dropped'],
    ['Failed', 'bounce'],
    ['Expanded', 'other'],
    ['OfTheFuture', 'other'],
  ])('reads the status %s, however it is written, as %s', (status, kind) => {
    expect(only(azure, eventGrid({ ...report, status })).kind).toBe(kind);
  });

  it('does not take an engagement for a delivery', () => {
    const engagement = {
      id: 'e-1',
      eventType: 'Microsoft.Communication.EmailEngagementTrackingReportReceived',
      data: { recipient: 'ann@example.com', status: 'Delivered', engagementType: 'view' },
    };
    expect(only(azure, post([engagement])).kind).toBe('other');
  });

  it('reads the report alone, as CloudEvents has it when its type stands in a header', () => {
    expect(onlyFailure(azure, post(report))).toMatchObject({ kind: 'bounce', recipient: 'ann@example.com' });
    expect(() => parse(azure, post({ id: 'e-1', data: { recipient: 'ann@example.com' } }))).toThrow(
      /no type/,
    );
  });
});
