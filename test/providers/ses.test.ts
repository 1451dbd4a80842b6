import { describe, expect, it } from 'vitest';
import { ses } from '../../shared/providers/ses/webhook.ts';
import { NOW, only, onlyFailure, parse, post } from './requests.ts';
import { bounced, envelope, message } from './ses-requests.ts';

describe('parsing a bounce of SES', () => {
  it('is about its own recipients at its own time, not those of the message', () => {
    const event = onlyFailure(
      ses,
      bounced('Permanent', 'General', { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no' }),
    );
    expect(event).toEqual({
      kind: 'bounce',
      recipient: 'bob@example.com',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00Z'),
      eventId: 'Bounce/f-1',
      evidence: {
        diagnostic: 'smtp; 550 5.1.1 no',
        status: '5.1.1',
        espClass: 'Permanent/General',
        espCode: 2999,
      },
    });
  });

  it.each([
    ['Permanent', 'NoEmail', {}, 'bounce', true, 2001],
    ['Transient', 'General', {}, 'bounce', false, 3999],
    ['Transient', 'MailboxFull', {}, 'bounce', false, 3001],
    ['Transient', 'ContentRejected', {}, 'bounce', false, 1004],
    ['Undetermined', 'Undetermined', {}, 'bounce', null, 9999],
    ['Permanent', 'SomethingNew', {}, 'bounce', true, 2999],
    ['SomethingNew', 'General', {}, 'bounce', null, 9999],
  ])('%s/%s %j is a %s, permanent %s, code %s', (type, subType, recipient, kind, permanent, code) => {
    expect(onlyFailure(ses, bounced(type, subType, recipient))).toMatchObject({
      kind,
      permanent,
      evidence: { espCode: code },
    });
  });

  it('is permanent when it is called transient and the status says 5', () => {
    expect(onlyFailure(ses, bounced('Transient', 'General', { status: '5.4.4' })).permanent).toBe(true);
  });

  it('is not known to be permanent when SES could not tell, as with an out-of-office reply', () => {
    expect(onlyFailure(ses, bounced('Undetermined', 'Undetermined')).permanent).toBeNull();
    expect(onlyFailure(ses, bounced('Transient', 'General')).permanent).toBe(false);
  });

  it('counts as a bounce once SES gave up, though the status says 4', () => {
    expect(onlyFailure(ses, bounced('Transient', 'General', { status: '4.4.7' }))).toMatchObject({
      kind: 'bounce',
      permanent: false,
    });
  });

  it('has one id as an identity notification and as an event', () => {
    const event = bounced('Permanent', 'General');
    const { eventType, ...parts } = JSON.parse(event.body.toString());
    expect(only(ses, post({ ...parts, notificationType: eventType })).eventId).toBe(only(ses, event).eventId);
  });

  it.each([
    ['delayed', '5.1.1', 'deferral', false],
    ['Delayed', '4.4.7', 'deferral', false],
    ['failed', '4.4.7', 'bounce', false],
    ['failed', '5.1.1', 'bounce', true],
    [undefined, '4.2.2', 'bounce', false],
    [undefined, '5.1.1', 'bounce', true],
    ['relayed', '2.0.0', 'other', undefined],
    ['expanded', '2.0.0', 'other', undefined],
    ['delivered', '2.0.0', 'delivered', undefined],
    ['failed', '2.0.0', 'other', undefined],
    [undefined, '2.6.0', 'other', undefined],
  ])('is what DSN fields say of one recipient: action %s, status %s', (action, status, kind, permanent) => {
    for (const type of ['Permanent', 'Transient']) {
      const event = only(ses, bounced(type, 'General', { ...(action && { action }), status }));
      expect(event.kind).toBe(kind);
      expect('permanent' in event ? event.permanent : undefined).toBe(permanent);
    }
  });

  it.each(['Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'])(
    'is an echo, not a bounce, when the reason is the list %s',
    (subType) => {
      expect(onlyFailure(ses, bounced('Permanent', subType)).kind).toBe('dropped');
    },
  );

  it('goes on when one of its recipients cannot be read', () => {
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress: 'a@example.com' },
        { action: 'failed' },
        { emailAddress: 'b@example.com' },
      ],
    };
    const { events, invalid } = parse(ses, message({ eventType: 'Bounce', bounce }));
    expect(events.map((event) => event.recipient)).toEqual(['a@example.com', 'b@example.com']);
    expect(invalid).toEqual([{ index: 0, issue: 'The event names no recipient.' }]);
  });

  it('keeps the recipient as SES wrote it', () => {
    const event = only(
      ses,
      bounced('Permanent', 'General', { emailAddress: '"Doe, Bob" <Bob+Tag@Example.com>' }),
    );
    expect(event.recipient).toBe('"Doe, Bob" <Bob+Tag@Example.com>');
  });

  it('takes the time of the envelope, then of its context, where the bounce has none', () => {
    const bare = {
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'a@example.com' }] },
      mail: {},
    };
    expect(only(ses, post(bare)).occurredAt).toBe(NOW);
    const wrapped = post({ ...envelope, Timestamp: '2026-05-01T10:00:00Z', Message: JSON.stringify(bare) });
    expect(only(ses, wrapped).occurredAt).toBe(Date.parse('2026-05-01T10:00:00Z'));
  });

  it.each([
    ['OnTenantSuppressionList', 2999],
    ['EmailValidationSuppressed', 2999],
  ])('takes Permanent/%s for an echo', (subType, espCode) => {
    expect(onlyFailure(ses, bounced('Permanent', subType))).toMatchObject({
      kind: 'dropped',
      recipient: 'bob@example.com',
      permanent: true,
      evidence: { espClass: `Permanent/${subType}`, espCode },
    });
  });

  it('touches the bounced recipient alone however the type is written', () => {
    const bounce = {
      bounceType: 'PERMANENT',
      bounceSubType: 'NoEmail',
      bouncedRecipients: [{ emailAddress: 'bob@example.com' }],
    };
    for (const eventType of ['Bounce', 'bounce', 'BOUNCE']) {
      expect(onlyFailure(ses, message({ eventType, bounce }))).toMatchObject({
        recipient: 'bob@example.com',
        permanent: true,
        evidence: { espCode: 2001 },
      });
    }
  });

  it('reads one recipient that is no list, as a list of one', () => {
    const bounce = { bounceType: 'Permanent', bouncedRecipients: { emailAddress: 'bob@example.com' } };
    expect(only(ses, message({ notificationType: 'Bounce', bounce })).recipient).toBe('bob@example.com');
  });
});
