import { describe, expect, it } from 'vitest';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import {
  samples as socketlabsSamples,
  socketlabsValidation,
} from '../../shared/providers/socketlabs/samples.ts';
import { socketlabs } from '../../shared/providers/socketlabs/webhook.ts';
import { contextOf, keyFor, only, onlyFailure, parse, post, postForm, verification } from './requests.ts';

const base = {
  DateTime: '2026-05-01T11:59:00.8139901Z',
  Address: 'ann@example.com',
  MessageId: 'm-1',
  MailingId: 'SL-1',
  SecretKey: 'local-secret',
};
const context = contextOf(['local-secret']);

function event(fields: object) {
  return post({ ...base, ...fields });
}

describe('the secret key of SocketLabs', () => {
  it('is in the body, also of a form and inside data', async () => {
    expect(await verification(socketlabs, event({ Type: 'Queued' }), context)).toEqual({ verified: true });
    expect(await verification(socketlabs, post({ data: { ...base, Type: 'Queued' } }), context)).toEqual({
      verified: true,
    });
    expect(await verification(socketlabs, postForm({ ...base, Type: 'Queued' }), context)).toEqual({
      verified: true,
    });
    expect(
      await verification(socketlabs, event({ Type: 'Queued', SecretKey: 'wrong' }), context),
    ).toMatchObject({
      verified: false,
    });
    expect(await verification(socketlabs, post('not JSON'), context)).toMatchObject({ verified: false });
  });

  it('is verified before a validation is answered with its key', async () => {
    const validation = socketlabsValidation(keyFor(socketlabsSamples), 'validate-me');
    expect(await verification(socketlabs, validation, context)).toEqual({ verified: true });
    expect(socketlabs.handshake?.(validation)).toEqual({
      status: 200,
      body: { ValidationKey: 'validate-me' },
    });
  });

  it('is itself the answer to the validation of an account', () => {
    expect(socketlabs.handshake?.(event({ Type: 'Validation' }))).toEqual({
      status: 200,
      body: { ValidationKey: 'local-secret' },
    });
  });
});

describe('parsing SocketLabs', () => {
  it('keeps the failure code that SocketLabs states, beside the reply', () => {
    const failed = event({
      Type: 'Failed',
      FailureType: 'Permanent',
      FailureCode: 2001,
      BounceStatus: '5.1.1',
      DiagnosticCode: 'smtp;550 5.1.1 unknown',
      Reason: 'unknown',
    });
    expect(onlyFailure(socketlabs, failed)).toMatchObject({
      kind: 'bounce',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.813Z'),
      evidence: { statedCode: 2001, status: '5.1.1', diagnostic: 'smtp;550 5.1.1 unknown' },
    });
  });

  it.each([
    ['Temporary', false],
    ['Permanent', true],
    [0, false],
    [1, true],
    ['1', true],
    ['Sometimes', null],
  ])('reads the failure type %s as permanent %s', (FailureType, permanent) => {
    expect(
      onlyFailure(socketlabs, event({ Type: 'Failed', FailureType, FailureCode: '3001' })),
    ).toMatchObject({ permanent, evidence: { statedCode: 3001 } });
  });

  it.each(['Suppressed', 2])('takes the failure type %s for an echo', (FailureType) => {
    expect(onlyFailure(socketlabs, event({ Type: 'Failed', FailureType, FailureCode: 9999 }))).toMatchObject({
      kind: 'dropped',
      evidence: { statedCode: 9999 },
    });
  });

  it('states no code where SocketLabs states none, or one that is none', () => {
    expect(
      onlyFailure(socketlabs, event({ Type: 'Failed', FailureType: 'Permanent' })).evidence.statedCode,
    ).toBeUndefined();
    expect(
      onlyFailure(socketlabs, event({ Type: 'Failed', FailureCode: 12 })).evidence.statedCode,
    ).toBeUndefined();
  });

  it('reads an automatic reply that is filed as a failure', () => {
    expect(
      only(socketlabs, event({ Type: 'Failed', FailureType: 'Temporary', FailureCode: 5001 })).kind,
    ).toBe('auto-reply');
  });

  it('reads a deferral with its own code', () => {
    expect(
      onlyFailure(socketlabs, event({ Type: 'Deferred', DeferralCode: 4001, Reason: '451 busy' })),
    ).toMatchObject({
      kind: 'deferral',
      permanent: false,
      evidence: { statedCode: 4001, diagnostic: '451 busy' },
    });
  });

  it('tells the bounce apart from the delivery that came days before it', () => {
    const delivered = only(socketlabs, event({ Type: 'Delivered' }));
    const failed = only(
      socketlabs,
      event({ Type: 'Failed', FailureType: 'Permanent', DateTime: '2026-05-04T08:00:00Z' }),
    );
    expect(delivered.eventId).not.toBe(failed.eventId);
    expect(delivered.occurredAt).toBeLessThan(failed.occurredAt);
  });

  it.each([
    ['Unsubscribe', 'unsubscribe'],
    [2, 'unsubscribe'],
    ['Click', 'other'],
    [1, 'other'],
  ])('reads the tracking type %s as %s', (TrackingType, kind) => {
    expect(only(socketlabs, event({ Type: 'Tracking', TrackingType })).kind).toBe(kind);
  });

  it.each([
    ['Click', 'other'],
    ['Open', 'other'],
    ['Unsubscribe', 'unsubscribe'],
  ])('reads the type %s of an account-level webhook as %s', (Type, kind) => {
    expect(only(socketlabs, event({ Type })).kind).toBe(kind);
  });

  it('does not take not-spam for a complaint', () => {
    expect(only(socketlabs, event({ Type: 'Complaint', FblType: 'not-spam' })).kind).toBe('other');
    expect(only(socketlabs, event({ Type: 'Complaint', FblType: 'abuse' })).kind).toBe('complaint');
  });

  it('refuses a body without a type', () => {
    expect(() => parse(socketlabs, event({}))).toThrow(new InvalidPayloadError('The event has no Type.'));
  });
});
