import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../shared/providers/delivery.ts';
import { parseEntries, peekEntries } from '../../shared/providers/parsing/entries.ts';
import { recipientOf, recipientsIn } from '../../shared/providers/parsing/event.ts';
import { eventMap, mapEvent } from '../../shared/providers/parsing/event-map.ts';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { ann, keyFor, parse, post, postForm } from './requests.ts';

describe('the events of a body', () => {
  const one = { event: 'bounce', email: 'ann@example.com' };
  const two = { event: 'spam', email: 'bo@example.com' };

  it.each<[string, unknown, unknown[]]>([
    ['one object', one, [one]],
    ['a list', [one, two], [one, two]],
    ['no event at all', [], []],
    ['a list inside an object', { events: [one, two] }, [one, two]],
    ['a list by another name', { total: 2, results: [one, two] }, [one, two]],
    ['an empty list inside an object', { items: [] }, []],
    ['an object a line', `${JSON.stringify(one)}\r\n${JSON.stringify(two)}\r\n`, [one, two]],
    ['an object a line, with one cut off', `${JSON.stringify(one)}\n{"event":\n`, [one, {}]],
    ['a list with something else in it', { events: [one, 'x'] }, [one, {}]],
    ['an event with a list of its own', { ...one, items: [{ sku: 7 }] }, [{ ...one, items: [{ sku: 7 }] }]],
    ['an event with a list of words', { id: 1, data: ['x'] }, [{ id: 1, data: ['x'] }]],
    ['an event with an empty list', { id: 1, data: [] }, [{ id: 1, data: [] }]],
  ])('are read from %s', (_, body, entries) => {
    expect(parseEntries(payloadOf(post(body)))).toEqual(entries);
  });

  it('are the fields of a form, which its first character tells from JSON and not its type', () => {
    expect(parseEntries(payloadOf(postForm(one)))).toEqual([one]);
    expect(parseEntries(payloadOf(post('event=bounce')))).toEqual([{ event: 'bounce' }]);
    const json = post(one, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(parseEntries(payloadOf(json))).toEqual([one]);
  });

  it.each([
    ['prose', 'hello'],
    ['nothing', ''],
    ['a bare number', '7'],
    ['a broken object over several lines', '{\n"event": \n'],
  ])('are none in %s', (_, body) => {
    expect(() => parseEntries(payloadOf(post(body)))).toThrow(InvalidPayloadError);
    expect(peekEntries(payloadOf(post(body)))).toEqual([]);
  });

  it('keep the digits of long ids, on a line as in a list', () => {
    const line = '{"ID":4323372036854775871}';
    for (const body of [`[${line}]`, `${line}\n${line}`]) {
      expect(parseEntries(payloadOf(post(body)), { idsAsText: ['ID'] })[0]).toEqual({
        ID: '4323372036854775871',
      });
    }
  });
});

describe('a recipient', () => {
  it.each<[string, unknown]>([
    ['a text', 'Ann <ann@example.com>'],
    ['a list of one', ['Ann <ann@example.com>']],
    ['an object', { name: 'Ann', email: 'Ann <ann@example.com>' }],
    ['a list of objects', [{ address: 'Ann <ann@example.com>', name: 'Ann' }]],
  ])('is read from %s', (_, to) => {
    expect(recipientOf({ to }, 'to')).toBe('Ann <ann@example.com>');
  });

  it('is every one of several', () => {
    expect(recipientsIn(['ann@example.com', { email: 'bo@example.com' }, 7, {}])).toEqual([
      'ann@example.com',
      'bo@example.com',
      '7',
    ]);
    expect(recipientsIn('"Ann, A" <ann@example.com>, bo@example.com')).toEqual([
      '"Ann, A" <ann@example.com>',
      'bo@example.com',
    ]);
    expect(recipientsIn('"Ann, A" <ann@example.com>')).toEqual(['"Ann, A" <ann@example.com>']);
    expect(recipientsIn(null)).toEqual([undefined]);
  });
});

describe("an ESP's word", () => {
  const words = eventMap({
    hard_bounce: ['bounce', true, 2999],
    'email.spamReported': ['complaint', null, null],
  });

  it.each(['hard_bounce', 'hard-bounce', 'Hard bounce', 'hardBounce', 'HARDBOUNCE', ' hard_bounce '])(
    'is the same when it is spelled %j',
    (word) => {
      expect(mapEvent(words, word)?.kind).toBe('bounce');
    },
  );

  it('is another when a letter or a dot differs', () => {
    expect(mapEvent(words, 'hard_bounces')).toBeUndefined();
    expect(mapEvent(words, 'emailspamReported')).toBeUndefined();
    expect(mapEvent(words, '')).toBeUndefined();
  });
});

const formsOnly = new Set(['mandrill', 'elasticemail', 'mailchimp']);
const inJson = [...providerSamples.values()].filter(({ provider }) => !formsOnly.has(provider));

describe.each(inJson)('$provider', (esp) => {
  const provider = providers.get(esp.provider);
  const [sample] = esp.samples;
  if (!provider || !sample) throw new Error(`No reader or no samples of ${esp.provider}.`);
  const request = esp.request([sample.entry(ann)], keyFor(esp));
  const body = request.body.toString('utf8').trim();
  const expected = parse(provider, request).events;
  const again = (text: string) => parse(provider, { ...request, body: Buffer.from(text) });

  if (body.startsWith('{')) {
    it('reads its event out of a list, and its events from lines of their own', () => {
      const line = JSON.stringify(JSON.parse(body));
      expect(again(`[${body}]`).events).toEqual(expected);
      expect(again(`${line}\n${line}\n`).events).toEqual([...expected, ...expected]);
    });
  }
  if (body.startsWith('{') && !body.startsWith('{"events"')) {
    it('reads its event out of a list that an object holds', () => {
      expect(again(`{"events":[${body}]}`).events).toEqual(expected);
    });
  }
  if (body.startsWith('[')) {
    it('reads its events out of an object, and one without a list', () => {
      expect(again(`{"events":${body}}`).events).toEqual(expected);
      expect(again(body.slice(1, -1)).events).toEqual(expected);
    });
  }
});
