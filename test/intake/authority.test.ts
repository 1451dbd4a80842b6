/** What a source may report: its lists, its kinds, its own ids. */
import { describe, expect, test } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { ReportedEvent } from '../../shared/events/event.ts';
import { authorityOf } from '../../shared/intake/authority.ts';
import { createClassifiedEventMapper } from '../../shared/intake/classify-event.ts';
import { sesSourceOf } from '../../shared/intake/parse-delivery.ts';
import type { DeliveryMessage } from '../../shared/intake/queue-message.ts';
import { ingestContext } from './fixture.ts';

const settings = resolveSettings({
  sources: {
    all: 'sendgrid',
    receipts: { provider: 'generic', list: 'receipts' },
    marketing: { provider: 'sendgrid', list: 'news', lists: ['offers'], espLists: { 'group-7': 'offers' } },
    bounces: { provider: 'generic', kinds: ['bounce', 'deferral'] },
    sns: { provider: 'ses', family: 'ses-events' },
    bridge: { provider: 'ses-eventbridge', family: 'ses-events' },
  },
  lists: { receipts: {}, news: {}, offers: {} },
});
const toClassifiedEvent = createClassifiedEventMapper(await openClassifier(), settings);
const sources = new Map(settings.sources.map((source) => [source.name, source]));

function mapped(
  source: string,
  event: Partial<ReportedEvent> & Pick<ReportedEvent, 'kind'>,
  kind: DeliveryMessage['kind'] = 'webhook',
) {
  const reported = {
    recipient: 'ann@example.com',
    occurredAt: Date.UTC(2026, 4, 1),
    eventId: 'e-1',
    ...event,
  } as ReportedEvent;
  const authority = authorityOf(sources, { kind, source });
  return toClassifiedEvent(reported, ingestContext(source, { authority }));
}

function listOf(...args: Parameters<typeof mapped>): string {
  const result = mapped(...args);
  return 'event' in result ? result.event.list : result.refused;
}

test.each([
  ['the list that the ESP of another source makes', 'all', { list: 'receipts/group-7' }, 'beyond-authority'],
  ['its own such list, by name', 'all', { list: 'all/group-7' }, 'all/group-7'],
  ['a list with a slash that is no source’s', 'all', { list: 'eu/news' }, 'eu/news'],
])('a source of every list, and %s', (_, source, lists, list) => {
  expect(listOf(source, { kind: 'unsubscribe', ...lists })).toBe(list);
});

describe('an event from long before its arrival', () => {
  const aged = (
    days: number,
    more: Partial<ReportedEvent> & Pick<ReportedEvent, 'kind'>,
    maxEventAgeDays: number | null,
  ) => {
    const receivedAt = Date.UTC(2026, 10, 30);
    const reported = {
      recipient: 'ann@example.com',
      occurredAt: receivedAt - days * 86_400_000,
      eventId: 'e-1',
      ...more,
    } as ReportedEvent;
    const authority = authorityOf(sources, { kind: 'webhook', source: 'all' });
    const result = toClassifiedEvent(
      reported,
      ingestContext('all', { authority, receivedAt, maxEventAgeDays }),
    );
    return 'event' in result ? result.event.basis : result.refused;
  };

  test('is evidence, and releases nobody', () => {
    expect(aged(15.1, { kind: 'complaint' }, 15)).toBe('outdated');
    expect(aged(15.1, { kind: 'delivered' }, 15)).toBe('outdated');
    expect(aged(14.9, { kind: 'complaint' }, 15)).toBe('none');
    expect(aged(1_000, { kind: 'complaint' }, null)).toBe('none');
  });

  test.each([
    ['24 hours of retries', 'sendgrid', undefined, 15],
    ['three days of retries', 'mandrill', undefined, 17],
    ['retries that the ESP does not document', 'brevo', undefined, 21],
    ['days of its own', 'sendgrid', 90, 90],
    ['events of any age', 'sendgrid', null, null],
  ] as const)('of a source with %s', (_, provider, maxEventAgeDays, days) => {
    const [source] = resolveSettings({
      sources: { one: { provider, ...(maxEventAgeDays !== undefined && { maxEventAgeDays }) } },
    }).sources;
    expect(source?.maxEventAgeDays).toBe(days);
  });
});

describe('an event counts on', () => {
  test.each([
    ["its source's list", 'receipts', {}, 'receipts'],
    ['every list, where its source has every list', 'all', {}, '*'],
    ['the list it names, where that is within the authority', 'marketing', { list: 'offers' }, 'offers'],
    ['any list it names, where its source has every list', 'all', { list: 'news' }, 'news'],
    ["a list that the ESP makes, under the source's name", 'all', { espList: 'group-7' }, 'all/group-7'],
    [
      'the same ESP list of another source is another',
      'receipts',
      { espList: 'group-7' },
      'receipts/group-7',
    ],
    ['the list that an ESP list is mapped to', 'marketing', { espList: 'group-7' }, 'offers'],
  ])('%s', (_, source, lists, list) => {
    for (const kind of ['unsubscribe', 'resubscribe', 'complaint'] as const) {
      expect(listOf(source, { kind, ...lists })).toBe(list);
    }
  });

  test('a list of its own however long its name is', () => {
    const name = 'weekly offers of the shop '.repeat(4);
    const lists = ['a', 'b'].map((end) => listOf('all', { kind: 'unsubscribe', espList: `${name}${end}` }));
    expect(new Set(lists).size).toBe(2);
    for (const list of lists) expect(Buffer.byteLength(list)).toBeLessThanOrEqual(64);
  });
});

describe('an event changes nothing', () => {
  test.each([
    ['on every list, of a source of one list', 'receipts', { list: '*' }],
    ['on a list of another source', 'receipts', { list: 'news' }],
    ['on a list that no configuration names, of a source of one list', 'receipts', { list: 'receipts2' }],
    ['of a source that is not configured', 'nobody', {}],
  ])('%s', (_, source, lists) => {
    for (const kind of ['unsubscribe', 'resubscribe', 'complaint', 'delivered'] as const) {
      expect(listOf(source, { kind, ...lists })).toBe('beyond-authority');
    }
  });

  test('of a kind that its source may not report', () => {
    expect(listOf('bounces', { kind: 'resubscribe' })).toBe('beyond-authority');
    expect(listOf('bounces', { kind: 'complaint' })).toBe('beyond-authority');
    const bounce = { kind: 'bounce', permanent: true, evidence: {} } as const;
    expect(listOf('bounces', bounce)).toBe('*');
  });

  test.each([
    ['an escape sequence', 'news\u001b[2J'],
    ['a right-to-left override', 'news\u202egnp'],
    ['a line break', 'news\nbcc: x'],
    ['nothing', ''],
  ])('on a list whose name holds %s', (_, name) => {
    expect(listOf('all', { kind: 'unsubscribe', list: name })).toBe('invalid-list');
    expect(listOf('all', { kind: 'unsubscribe', espList: name })).toBe('invalid-list');
  });
});

test('an operator may import anything', () => {
  expect(listOf('import', { kind: 'unsubscribe', list: 'news' }, 'import')).toBe('news');
  expect(listOf('receipts', { kind: 'complaint', list: '*' }, 'import')).toBe('*');
});

describe("an event's id", () => {
  const idOf = (...args: Parameters<typeof mapped>): string => {
    const result = mapped(...args);
    return 'event' in result ? result.event.id : result.refused;
  };
  const delivered = { kind: 'delivered' } as const;

  test('is its source’s own: no source can name an event of another', () => {
    expect(idOf('all', delivered)).not.toBe(idOf('marketing', delivered));
    expect(idOf('receipts', delivered)).not.toBe(idOf('bounces', delivered));
  });

  test('is the same for the sources of one family', () => {
    expect(idOf('sns', delivered)).toBe(idOf('bridge', delivered));
  });

  test('of a notification of SES is the same by topic and by rule, with and without sources', () => {
    const none = sesSourceOf({ sources: [] });
    expect(none('ses')).toBe(none('ses-eventbridge'));
    const one = sesSourceOf(resolveSettings({ sources: { mail: 'ses' } }));
    expect([one('ses'), one('ses-eventbridge')]).toEqual(['mail', 'mail']);
    const other = sesSourceOf(resolveSettings({ sources: { bus: 'ses-eventbridge' } }));
    expect([other('ses'), other('ses-eventbridge')]).toEqual(['bus', 'bus']);
    expect(idOf(none('ses'), delivered, 'ses-notification')).toBe(
      idOf(none('ses-eventbridge'), delivered, 'ses-notification'),
    );
  });
});

describe('what is not certain', () => {
  test.each(['bounce', 'complaint', 'unsubscribe', 'dropped'] as const)(
    'is evidence with a basis of its own: %s',
    (kind) => {
      for (const basis of ['ambiguous', 'unverified'] as const) {
        const event = { kind, permanent: true, evidence: {}, [basis]: true };
        expect(mapped('all', event)).toMatchObject({ event: { kind, basis } });
      }
    },
  );

  test.each(['delivered', 'resubscribe'] as const)('ends no suppression: %s', (kind) => {
    for (const mark of ['ambiguous', 'unverified'] as const) {
      expect(mapped('all', { kind, [mark]: true })).toEqual({ refused: 'unverified' });
    }
  });
});
