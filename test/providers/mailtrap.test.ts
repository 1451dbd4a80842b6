import { describe, expect, it } from 'vitest';
import { mailtrap } from '../../shared/providers/mailtrap.ts';
import { mailtrapSamples } from '../../shared/providers/samples/mailtrap.ts';
import { basic, contextOf, only, onlyFailure, post, proof, sampleOf, tampered } from './requests.ts';

function event(name: string, more: object = {}) {
  return { event: name, email: 'ann@example.com', timestamp: 1777636740, event_id: 'e-1', ...more };
}

describe('proving Mailtrap', () => {
  const request = sampleOf(mailtrapSamples, 'bounce');
  const context = contextOf(['local-secret']);

  it('refuses a body that was changed', async () => {
    expect(await proof(mailtrap, tampered(request), context)).toMatchObject({ genuine: false });
  });

  it('takes basic authentication where no signature is sent', async () => {
    const authenticated = post({ events: [] }, basic('ledger:local-secret'));
    expect(await proof(mailtrap, authenticated, context)).toEqual({ genuine: true });
    expect(await proof(mailtrap, post({ events: [] }, basic('ledger:wrong')), context)).toMatchObject({
      genuine: false,
    });
  });

  it('does not let basic authentication stand in for a signature that is wrong', async () => {
    const both = { ...tampered(request), headers: { ...request.headers, ...basic('ledger:local-secret') } };
    expect(await proof(mailtrap, both, context)).toMatchObject({ genuine: false });
  });
});

describe('reading Mailtrap', () => {
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

  it('pitfall 7: takes what the suppression list stopped for an echo', () => {
    const rejected = event('reject', { reason: 'hard bounce' });
    expect(onlyFailure(mailtrap, post({ events: [rejected] }))).toMatchObject({
      kind: 'dropped',
      evidence: { diagnostic: undefined, espClass: 'reject: hard bounce' },
    });
  });

  it('reads JSON Lines, where a broken line leaves the others whole', () => {
    const lines = [event('delivery'), event('bounce')].map((one) => JSON.stringify(one));
    expect(mailtrap.read(post(`${lines.join('\n')}\n`)).events).toHaveLength(2);
    const { events, broken } = mailtrap.read(post([lines[0], '{"event": }', lines[1]].join('\n')));
    expect(events.map(({ kind }) => kind)).toEqual(['delivered', 'bounce']);
    expect(broken).toEqual([{ index: 1, fault: 'The entry is not a JSON object.' }]);
  });

  it('reads JSON Lines with a line that was cut off', () => {
    const whole = JSON.stringify(event('bounce'));
    const { events, broken } = mailtrap.read(post(`${whole}\n${whole.slice(0, 40)}`));
    expect([events.length, broken.length]).toEqual([1, 1]);
  });

  it('reads a document that is laid out in lines as one', () => {
    const laidOut = `[\n${JSON.stringify(event('delivery'))},\n${JSON.stringify(event('bounce'))}\n]`;
    expect(mailtrap.read(post(laidOut)).events).toHaveLength(2);
    expect(mailtrap.read(post(JSON.stringify({ events: [event('open')] }, null, 4))).events).toHaveLength(1);
  });

  it.each([
    ['Recipient in suppression list. Reason: unsubscription', 1999, true],
    ['Recipient in suppression list. Reason: spam complaint', 1999, true],
    ['Recipient in suppression list. Reason: hard bounce', 2004, undefined],
    ['Invalid recipient', 2999, undefined],
  ])('reads why it sent nothing: %s', (reason, espCode, listed) => {
    const { evidence } = onlyFailure(mailtrap, post({ events: [event('reject', { reason })] }));
    expect(evidence).toMatchObject({ espCode, espClass: `reject: ${reason}` });
    expect(evidence.listed).toBe(listed);
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
    expect(mailtrap.read(post({ events: [login] }))).toEqual({ events: [], broken: [] });
  });

  it('pitfall 15: reads a list and a single event too', () => {
    expect(only(mailtrap, post([event('delivery')])).kind).toBe('delivered');
    expect(only(mailtrap, post(event('delivery'))).kind).toBe('delivered');
  });

  it('pitfall 17: keeps what it cannot read beside the events that it can', () => {
    const { events, broken } = mailtrap.read(
      post({ events: [event('bounce'), 'noise', event('bounce', { email: null })] }),
    );
    expect(events).toHaveLength(1);
    expect(broken.map(({ index }) => index)).toEqual([1, 2]);
  });
});
