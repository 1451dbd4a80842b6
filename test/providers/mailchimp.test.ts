import { describe, expect, it } from 'vitest';
import { mailchimp } from '../../shared/providers/mailchimp/webhook.ts';
import { only, onlyFailure, parse, post, postForm } from './requests.ts';

function event(type: string, data: Record<string, string> = {}) {
  const fields: Record<string, string> = {
    type,
    fired_at: '2026-05-01 11:59:00',
    'data[email]': 'ann@example.com',
  };
  for (const [name, value] of Object.entries(data)) fields[`data[${name}]`] = value;
  return postForm(fields);
}

describe('setting Mailchimp up', () => {
  it.each(['GET', 'HEAD'])('answers the check of the URL by %s', (method) => {
    expect(mailchimp.handshake?.({ ...post(''), method })).toMatchObject({
      status: 200,
      beforeVerification: true,
    });
    expect(mailchimp.handshake?.(event('cleaned'))).toBeNull();
  });
});

describe('parsing Mailchimp', () => {
  it.each([
    ['cleaned', 'hard', 'bounce'],
    ['cleaned', 'abuse', 'complaint'],
    ['unsubscribe', 'manual', 'unsubscribe'],
    ['unsubscribe', 'abuse', 'complaint'],
    ['subscribe', '', 'resubscribe'],
    ['profile', '', 'other'],
    ['of-the-future', '', 'other'],
  ])('reads %s for the reason "%s" as %s', (type, reason, kind) => {
    expect(only(mailchimp, event(type, { reason }))).toMatchObject({
      recipient: 'ann@example.com',
      kind,
      occurredAt: Date.UTC(2026, 4, 1, 11, 59),
    });
  });

  it('parses a cleaned address as a permanent bounce, without a reply', () => {
    expect(onlyFailure(mailchimp, event('cleaned', { reason: 'hard' }))).toMatchObject({
      permanent: true,
      evidence: { espClass: 'cleaned hard', espCode: 2999 },
    });
  });

  it("takes the member's address, not the one in the merge fields", () => {
    const request = event('unsubscribe', { 'merges][EMAIL': 'typed@example.com' });
    expect(only(mailchimp, request).recipient).toBe('ann@example.com');
  });

  it('reports no recipient when an address changes', () => {
    const changed = postForm({
      type: 'upemail',
      'data[new_email]': 'new@example.com',
      'data[old_email]': 'old@example.com',
    });
    expect(parse(mailchimp, changed)).toEqual({ events: [], invalid: [] });
  });
});
