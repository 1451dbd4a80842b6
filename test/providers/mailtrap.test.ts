import { describe, expect, it } from 'vitest';
import { samples as mailtrapSamples } from '../../shared/providers/mailtrap/samples.ts';
import { mailtrap } from '../../shared/providers/mailtrap/webhook.ts';
import {
  basic,
  contextOf,
  only,
  onlyFailure,
  parse,
  post,
  sampleOf,
  tampered,
  verification,
} from './requests.ts';

function event(name: string, more: object = {}) {
  return { event: name, email: 'ann@example.com', timestamp: 1777636740, event_id: 'e-1', ...more };
}

describe('verifying Mailtrap', () => {
  const request = sampleOf(mailtrapSamples, 'bounce');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await verification(mailtrap, tampered(request), context)).toMatchObject({ verified: false });
  });

  it('takes basic authentication where no signature is sent', async () => {
    const authenticated = post({ events: [] }, basic('ledger:local-secret'));
    expect(await verification(mailtrap, authenticated, context)).toEqual({ verified: true });
    expect(await verification(mailtrap, post({ events: [] }, basic('ledger:wrong')), context)).toMatchObject({
      verified: false,
    });
  });

  it('does not let basic authentication stand in for a signature that is wrong', async () => {
    const both = { ...tampered(request), headers: { ...request.headers, ...basic('ledger:local-secret') } };
    expect(await verification(mailtrap, both, context)).toMatchObject({ verified: false });
  });
});

describe('parsing Mailtrap', () => {
  it('lets the category of a bounce say why, and its event for how long', () => {
    const bounced = event('bounce', {
      response: '555 refused',
      response_code: 555,
      bounce_category: 'spam',
      category: 'user_unknown',
    });
    expect(onlyFailure(mailtrap, post({ events: [bounced] }))).toMatchObject({
      permanent: true,
      occurredAt: 1777636740_000,
      evidence: { diagnostic: '555 refused', replyCode: '555', espClass: 'bounce: spam', espCode: 1004 },
    });
  });

  it.each([
    ['soft bounce', 'bounce'],
    ['soft_bounce', 'bounce'],
    ['suspension', 'dropped'],
    ['spam', 'complaint'],
    ['spam_complaint', 'complaint'],
  ])('reads %s as %s', (name, kind) => {
    expect(only(mailtrap, post({ events: [event(name)] })).kind).toBe(kind);
  });

  it('reads what the suppression list stopped as a drop', () => {
    const rejected = event('reject', { reason: 'hard bounce' });
    expect(onlyFailure(mailtrap, post({ events: [rejected] }))).toMatchObject({
      kind: 'dropped',
      evidence: { espClass: 'reject: hard bounce', onEspSuppressionList: true },
    });
  });

  it('reads JSON Lines, where an invalid line leaves the others whole', () => {
    const lines = [event('delivery'), event('bounce')].map((one) => JSON.stringify(one));
    expect(parse(mailtrap, post(`${lines.join('\n')}\n`)).events).toHaveLength(2);
    const { events, invalid } = parse(mailtrap, post([lines[0], '{"event": }', lines[1]].join('\n')));
    expect(events.map(({ kind }) => kind)).toEqual(['delivered', 'bounce']);
    expect(invalid).toEqual([{ index: 1, issue: 'The entry is not a JSON object.' }]);
  });

  it('reads JSON Lines with a line that was cut off', () => {
    const whole = JSON.stringify(event('bounce'));
    const { events, invalid } = parse(mailtrap, post(`${whole}\n${whole.slice(0, 40)}`));
    expect([events.length, invalid.length]).toEqual([1, 1]);
  });

  it('reads a document that is laid out in lines as one', () => {
    const laidOut = `[\n${JSON.stringify(event('delivery'))},\n${JSON.stringify(event('bounce'))}\n]`;
    expect(parse(mailtrap, post(laidOut)).events).toHaveLength(2);
    expect(parse(mailtrap, post(JSON.stringify({ events: [event('open')] }, null, 4))).events).toHaveLength(
      1,
    );
  });

  it.each([
    ['Recipient in suppression list. Reason: unsubscription', 1999, true],
    ['Recipient in suppression list. Reason: spam complaint', 1999, true],
    ['Recipient in suppression list. Reason: hard bounce', 2004, true],
    ['Invalid recipient', 2999, true],
  ])('reads why it sent nothing: %s', (reason, espCode, onEspSuppressionList) => {
    const { evidence } = onlyFailure(mailtrap, post({ events: [event('reject', { reason })] }));
    expect(evidence).toMatchObject({ espCode, espClass: `reject: ${reason}` });
    expect(evidence.onEspSuppressionList).toBe(onEspSuppressionList);
  });

  it('knows greylisting', () => {
    const soft = event('soft bounce', { response_code: 451, bounce_category: 'greylisting' });
    expect(onlyFailure(mailtrap, post({ events: [soft] }))).toMatchObject({
      kind: 'bounce',
      permanent: false,
      evidence: { espCode: 3003, replyCode: '451' },
    });
  });

  it('stores nothing of the audit log', () => {
    const login = {
      event: 'activity_log.user.login',
      description: 'logged in',
      actor: { id: 1 },
      timestamp: 1,
    };
    expect(parse(mailtrap, post({ events: [login] }))).toEqual({ events: [], invalid: [] });
  });

  it('reads a list and a single event too', () => {
    expect(only(mailtrap, post([event('delivery')])).kind).toBe('delivered');
    expect(only(mailtrap, post(event('delivery'))).kind).toBe('delivered');
  });

  it('keeps what it cannot read beside the events that it can', () => {
    const { events, invalid } = parse(
      mailtrap,
      post({ events: [event('bounce'), 'noise', event('bounce', { email: null })] }),
    );
    expect(events).toHaveLength(1);
    expect(invalid.map(({ index }) => index)).toEqual([1, 2]);
  });
});
