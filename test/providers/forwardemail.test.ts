import { describe, expect, it } from 'vitest';
import { samples as forwardemailSamples } from '../../shared/providers/forwardemail/samples.ts';
import { forwardemail } from '../../shared/providers/forwardemail/webhook.ts';
import { contextOf, onlyFailure, parse, post, sampleOf, tampered, verification } from './requests.ts';

function report(bounce: object, more: object = {}) {
  return post({
    email_id: 'm-1',
    recipient: 'ann@example.com',
    message: 'over quota',
    response: '552 5.2.2 over quota',
    response_code: 552,
    bounce,
    bounced_at: '2026-05-01T11:59:00.828Z',
    ...more,
  });
}

describe('verifying Forward Email', () => {
  it('refuses a body that was changed', async () => {
    const request = sampleOf(forwardemailSamples, 'recipient');
    expect(await verification(forwardemail, tampered(request), contextOf(['local-secret']))).toMatchObject({
      verified: false,
    });
  });
});

describe('parsing Forward Email', () => {
  it('lets the category say why, and the action whether it is tried again', () => {
    const bounce = { action: 'reject', category: 'capacity', code: 552, status: '5.2.2' };
    expect(onlyFailure(forwardemail, report(bounce))).toMatchObject({
      kind: 'bounce',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00.828Z'),
      evidence: {
        diagnostic: '552 5.2.2 over quota',
        status: '5.2.2',
        replyCode: '552',
        espClass: 'reject capacity',
        espCode: 3001,
      },
    });
  });

  it.each([
    ['block', 1002],
    ['recipient', 2001],
    ['virus', 1007],
    ['spam', 1004],
    ['of the future', undefined],
  ])('reads the category %s as %s', (category, espCode) => {
    expect(onlyFailure(forwardemail, report({ action: 'reject', category })).evidence.espCode).toBe(espCode);
  });

  it('reads what is put off as a deferral, also where only the reply says so', () => {
    expect(onlyFailure(forwardemail, report({ action: 'defer', category: 'greylist' }))).toMatchObject({
      kind: 'deferral',
      permanent: false,
      evidence: { espCode: 3003 },
    });
    expect(onlyFailure(forwardemail, report({}, { response_code: 451 })).kind).toBe('deferral');
    expect(onlyFailure(forwardemail, report({})).kind).toBe('bounce');
  });

  it('stores nothing of an empty post', () => {
    expect(parse(forwardemail, post({}))).toEqual({ events: [], invalid: [] });
  });
});
