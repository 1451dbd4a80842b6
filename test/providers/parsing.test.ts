import { describe, expect, it } from 'vitest';
import { splitAddressList } from '../../shared/address/scan.ts';
import { type FailureEvidence, isFailure, type ReportedEvent } from '../../shared/events/event.ts';
import { eventName, eventOf } from '../../shared/providers/parsing/event.ts';
import { eventMap, mapEvent, UNMAPPED } from '../../shared/providers/parsing/event-map.ts';
import {
  at,
  booleanOf,
  field,
  list,
  numberOf,
  parseJsonBody,
  record,
  textOf,
} from '../../shared/providers/parsing/json.ts';
import { type EntryEvents, parser } from '../../shared/providers/parsing/parser.ts';
import { parseTime } from '../../shared/providers/parsing/time.ts';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { parse, post, providerNamed } from './requests.ts';

describe('parsing JSON', () => {
  const read = (text: string | Buffer) => parseJsonBody(Buffer.from(text));

  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['more than 6 MB', `"${'x'.repeat(6 * 1_048_576)}"`],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`],
    ['hundreds of thousands of levels', '['.repeat(500_000) + ']'.repeat(500_000)],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(InvalidPayloadError);
  });

  it('takes 32 levels, and a byte order mark', () => {
    expect(read(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeInstanceOf(Array);
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it('keeps the digits of ids that exceed 2^53', () => {
    const value = parseJsonBody(
      Buffer.from('{"ID":4323372036854775871,"n":[{"ID":7}],"t":"\\"ID\\":4323372036854775871"}'),
      {
        idsAsText: ['ID'],
      },
    );
    expect(value).toEqual({ ID: '4323372036854775871', n: [{ ID: '7' }], t: '"ID":4323372036854775871' });
  });

  it('sees only keys of their own, and pollutes nothing', () => {
    const value = record(read('{"__proto__":{"polluted":"yes"},"a":{"b":"c"}}'));
    expect(field(value, 'toString')).toBeUndefined();
    expect(at(value, 'constructor', 'name')).toBeUndefined();
    expect(textOf(record(field(value, '__proto__')), 'polluted')).toBe('yes');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(at(value, 'a', 'b')).toBe('c');
    expect(at(value, 'a', 'b', 'length')).toBeUndefined();
  });

  it('bounds a text at 8 KB', () => {
    expect(textOf({ a: 'x'.repeat(20_000) }, 'a')).toHaveLength(8_192);
  });

  it('takes numbers written as text, and truths too', () => {
    expect(numberOf({ a: '550' }, 'a')).toBe(550);
    expect(numberOf({ a: '5.1.1' }, 'a')).toBeUndefined();
    expect(numberOf({ a: '' }, 'a')).toBeUndefined();
    expect(textOf({ a: 550 }, 'a')).toBe('550');
    expect(textOf({ a: '' }, 'a')).toBeUndefined();
    expect(textOf({ a: {} }, 'a')).toBeUndefined();
    expect(booleanOf({ a: 'true' }, 'a')).toBe(true);
    expect(booleanOf({ a: 0 }, 'a')).toBe(false);
    expect(booleanOf({ a: 'perhaps' }, 'a')).toBeUndefined();
  });

  it('reads one value as a list of one', () => {
    expect([list(undefined), list(null), list('a'), list(['a', 'b'])]).toEqual([[], [], ['a'], ['a', 'b']]);
  });
});

describe('parsing times', () => {
  const noon = Date.UTC(2026, 4, 1, 12);

  it.each<[unknown]>([
    [noon / 1000],
    [String(noon / 1000)],
    [`${noon / 1000}.000`],
    ['2026-05-01T12:00:00Z'],
    ['2026-05-01T12:00:00.0000000Z'],
    ['2026-05-01T12:00:00.000000000+00:00'],
    ['2026-05-01T08:00:00-04:00'],
    ['2026-05-01 12:00:00'],
    ['2026-05-01 12:00:00 +00:00'],
    ['2026-05-01 14:00:00.000+02'],
    ['2026-05-01 12:00:00 UTC'],
    ['5/1/2026 12:00:00 PM'],
    ['05/01/2026 12:00:00'],
    ['Fri, 1 May 2026 14:00:00 +0200'],
    ['Fri, 01 May 2026 12:00:00 +0000 (UTC)'],
    ['Fri, 1 May 2026 8:00:00 -04:00'],
    ['2026/05/01 12:00:00'],
    ['Fri May 01 2026 14:00:00 GMT+0200 (Central European Summer Time)'],
    ['Fri May  1 12:00:00 2026'],
    ['Fri May  1 12:00:00 UTC 2026'],
    [noon],
    [`${noon}`],
    [noon * 1000],
  ])('%s is noon of 1 May 2026', (value) => {
    expect(parseTime(value)).toBe(noon);
  });

  it('reads milliseconds where they are', () => {
    expect(parseTime(noon, 'milliseconds')).toBe(noon);
    expect(parseTime(String(noon + 7), 'milliseconds')).toBe(noon + 7);
    expect(parseTime('5/1/2026 12:30:00 AM')).toBe(Date.UTC(2026, 4, 1, 0, 30));
    expect(parseTime('2026-05-01T12:00:00.1239999Z')).toBe(noon + 123);
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    [''],
    ['yyyy-mm-dd hh:i:s'],
    ['2026-02-30T00:00:00Z'],
    ['2026-05-01T25:00:00Z'],
    ['Fri Foo 01 2026 12:00:00'],
    [0],
    [-5],
    [Number.NaN],
    [1e18],
    ['9'.repeat(40)],
    ['1'.repeat(100)],
    [{}],
  ])('%s is no time', (value) => {
    expect(parseTime(value)).toBeNull();
  });
});

describe('parsing a batch', () => {
  const delivery = {
    source: 'source',
    provider: 'generic',
    receivedAt: 0,
    contentType: 'application/json',
    headers: {},
    body: Buffer.alloc(0),
  };
  const parserOf = <Entry>(entries: readonly Entry[], parseEntry: (entry: Entry) => EntryEvents) =>
    parser(() => entries, parseEntry);
  const parseEach = <Entry>(entries: readonly Entry[], parseEntry: (entry: Entry) => EntryEvents) =>
    parserOf(entries, parseEntry).parse(delivery);

  const event: ReportedEvent = {
    kind: 'delivered',
    recipient: 'ann@example.com',
    occurredAt: 1,
    eventId: '1',
  };

  it('reports an invalid entry and parses its siblings', () => {
    const reading = parseEach(['good', 'broken', 'nobody', 'two'], (entry) => {
      if (entry === 'broken') throw new InvalidPayloadError('It is invalid.');
      if (entry === 'nobody') return null;
      return entry === 'two' ? [event, null, event] : event;
    });
    expect(reading).toEqual({
      events: [event, event, event],
      invalid: [{ index: 1, issue: 'It is invalid.' }],
    });
  });

  it.each(['sendgrid', 'azure', 'brevo', 'mailjet', 'postmark', 'mailtrap', 'sendpulse'])(
    'reports what is no object at all as invalid, not as nothing: %s',
    (name) => {
      const reading = parse(providerNamed(name), post([7, null, 'text', [], {}]));
      expect(reading.invalid.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    },
  );

  it('refuses a body of which nothing can be read', () => {
    expect(() =>
      parseEach(['one', 'two'], (entry) => {
        throw new InvalidPayloadError(`${entry} is invalid.`);
      }),
    ).toThrow(new InvalidPayloadError('one is invalid.'));
    expect(parseEach([], () => null)).toEqual({ events: [], invalid: [] });
  });

  it('counts entries without parsing more than the first valid one', () => {
    const parsed: string[] = [];
    const count = parserOf(['broken', 'good', 'better'], (entry) => {
      parsed.push(entry);
      if (entry === 'broken') throw new InvalidPayloadError('It is invalid.');
      return event;
    }).countEntries(delivery);
    expect([count, parsed]).toEqual([3, ['broken', 'good']]);
    const none = parserOf(['one'], () => {
      throw new InvalidPayloadError('It is invalid.');
    });
    expect(() => none.countEntries(delivery)).toThrow(new InvalidPayloadError('It is invalid.'));
  });

  it('takes bodies of several megabytes, and no event of over one', () => {
    const body = Buffer.alloc(3 * 1_048_576);
    const three = parser(
      () => [1, 2, 3],
      () => event,
    );
    expect(three.parse({ ...delivery, body }).events).toHaveLength(3);
    const two = parser(
      () => [1, 2],
      () => event,
    );
    expect(() => two.parse({ ...delivery, body })).toThrow('The body holds an event of over 1 MB.');
    expect(() => two.countEntries({ ...delivery, body })).toThrow(InvalidPayloadError);
  });

  it('does not take a fault of our own for a fault of the body', () => {
    expect(() =>
      parseEach([1], () => {
        throw new TypeError('a bug');
      }),
    ).toThrow(TypeError);
  });

  it('refuses over 10,000 events', () => {
    expect(() => parseEach(Array(10_001).fill(0), () => null)).toThrow(InvalidPayloadError);
    expect(() => parseEach([0, 1], () => Array<ReportedEvent>(6_000).fill(event))).toThrow(
      InvalidPayloadError,
    );
  });
});

describe("an event's name", () => {
  it('is the first there is', () => {
    expect(eventName({ event: '', type: 'sync' }, 'event', 'type')).toBe('sync');
  });

  it('is not asked of an empty entry, with which some ESPs try a URL', () => {
    expect(eventName({}, 'event')).toBeUndefined();
    expect(() => eventName({ hello: 'world' }, 'event', 'type')).toThrow(
      'The event has no event and no type.',
    );
  });
});

describe('parsing a To header', () => {
  it('parts at commas that are outside quotes and brackets', () => {
    const text =
      '"Doe, \\"J,\\" Ann" <ann@b.example>, joe@c.example,, undisclosed-recipients:;, <eve@d.example>';
    expect(splitAddressList(text)).toEqual([
      '"Doe, \\"J,\\" Ann" <ann@b.example>',
      'joe@c.example',
      '<eve@d.example>',
    ]);
  });
});

describe('an event map', () => {
  const events = eventMap({ 'Hard Bounce': ['bounce', true, 2001] });

  it('maps a name in any letter case, and no property of a prototype', () => {
    expect(mapEvent(events, ' hard bounce')?.code).toBe(2001);
    expect(mapEvent(events, 'constructor')).toBeUndefined();
    expect(mapEvent(events, undefined)).toBeUndefined();
  });

  it('rejects an unknown failure code and a name given twice', () => {
    expect(() => eventMap({ a: ['bounce', true, 12] })).toThrow(RangeError);
    expect(() => eventMap({ a: ['bounce', true, 2001], A: ['bounce', true, 2001] })).toThrow(RangeError);
  });
});

describe('an event of a mapping', () => {
  const facts = { recipient: 'ann@example.com', occurredAt: 1, eventId: 'e-1' };
  const evidence = { diagnostic: '550 5.7.1 blocked for spam', status: '5.7.1', replyCode: '550' };
  const mappings = eventMap({
    listed: ['dropped', null, 1999, 'on-esp-suppression-list'],
    bounced: ['dropped', null, 2004],
    content: ['dropped', null, 1004],
    unknown: ['bounce', true, 2001],
    opened: ['other', null, null],
  });
  const mappingOf = (name: string) => mapEvent(mappings, name) ?? UNMAPPED;
  const of = (name: string, more: FailureEvidence = evidence) => {
    const event = eventOf(mappingOf(name), facts, more);
    return event && isFailure(event) ? event.evidence : undefined;
  };

  it.each([
    ['its mapping says so', 'listed', 1999],
    ['its code is one of the address', 'bounced', 2004],
  ])('keeps the words of a drop by the list of the ESP apart, and no reply: %s', (_, name, espCode) => {
    expect(of(name)).toEqual({ espCode, espText: evidence.diagnostic, onEspSuppressionList: true });
  });

  it('keeps the reply of every other failure', () => {
    expect(of('content')).toEqual({ ...evidence, espCode: 1004 });
    expect(of('unknown')).toEqual({ ...evidence, espCode: 2001 });
    expect(of('bounced', { ...evidence, onEspSuppressionList: false })).toEqual({
      ...evidence,
      espCode: 2004,
      onEspSuppressionList: false,
    });
  });

  it('marks an event whose name is in no event map', () => {
    expect(eventOf(UNMAPPED, facts)).toMatchObject({ kind: 'other', unmapped: true });
    expect(eventOf(mappingOf('opened'), facts)).not.toHaveProperty('unmapped');
  });
});
