/** Requests that no ESP sends: random bytes, random JSON in an ESP's own words, its own samples damaged. */
import fc from 'fast-check';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../../shared/providers/samples/sample.ts';

const subject: SampleSubject = { address: 'ann+tag@example.com', id: 'event-1', at: Date.UTC(2026, 4, 1) };

/** What a field may hold that should have held something else. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    [[]],
    '',
    0,
    -1,
    1e308,
    'ann@example.com',
    '"A, B" <a@b.example>',
  ),
  fc.constantFrom<unknown>(
    'x'.repeat(10_000),
    '2026-13-45T99:99:99Z',
    '9'.repeat(30),
    '\u0000',
    '\ufffd',
    '<@>',
    '@',
  ),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":{"polluted":true}}'), {
    constructor: { prototype: { polluted: true } },
  }),
  fc.constantFrom<unknown>('toString', '__proto__', 'constructor', 'hasOwnProperty'),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);

const anyHeaders = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'authorization',
    'x-api-key',
    '__proto__',
    'constructor',
    'content-encoding',
  ),
  fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'Basic Og=='),
    fc.constantFrom(
      'multipart/form-data; boundary=b',
      'multipart/form-data; boundary=""',
      'Bearer ',
      'Basic ????',
    ),
  ),
  { maxKeys: 3 },
);

/** Any request at all, in an ESP's name. */
export function hostileRequests(esp: ProviderSamples, key: SampleKey): fc.Arbitrary<WebhookRequest> {
  const valid = esp.samples.map((sample) => esp.request([sample.entry(subject)], key));
  const documents = valid.flatMap((request) => documentsOf(request.body));
  const words = [
    ...new Set([
      ...documents.flatMap(({ value }) => keysOf(value)),
      '__proto__',
      'constructor',
      'events',
      'data',
    ]),
  ];
  const ofItsWords = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      strange,
      fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 8 }),
      fc.array(tie('value'), { maxLength: 4 }),
    ),
  })).value;
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    ofItsWords.map((value) => Buffer.from(JSON.stringify(value) ?? 'null')),
    fc
      .record({ from: fc.constantFrom(...valid), damage: damages })
      .map(({ from, damage }) => damaged(from.body, damage)),
    fc
      .record({
        document: fc.constantFrom(...documents),
        changes: fc.array(fc.tuple(fc.nat(), strange), { maxLength: 4 }),
      })
      .map(({ document, changes }) => document.write(replaced(document.value, changes))),
  );
  return fc
    .record({
      from: fc.constantFrom(...valid),
      body: bodies,
      headers: anyHeaders,
      retainedHeaders: fc.boolean(),
      method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'HEAD', 'OPTIONS'),
    })
    .map(({ from, body, headers, retainedHeaders, method }) => ({
      ...from,
      method,
      body,
      headers: retainedHeaders ? { ...from.headers, ...headers } : headers,
    }));
}

interface Damage {
  /** Where, as a part of the whole length. */
  readonly at: number;
  readonly removed: number;
  readonly inserted: Uint8Array;
}

const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(20),
    inserted: fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc
        .constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          '\\',
          ',',
          ':',
          '%',
          '&',
          '=',
          '\r\n',
          '\u00fc',
          '<',
          '@',
          '%40',
        )
        .map((text) => Buffer.from(text)),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

function damaged(body: Buffer, damage: readonly Damage[]): Buffer {
  return damage.reduce((bytes, { at, removed, inserted }) => {
    const start = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + removed)]);
  }, body);
}

/** The value with some of its places, at whatever depth, holding something strange. */
function replaced(from: unknown, changes: ReadonlyArray<readonly [place: number, value: unknown]>): unknown {
  return changes.reduce<unknown>(
    (value, [place, strangeValue]) => withPlace(value, { left: place % countOf(value) }, strangeValue),
    from,
  );
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 1);
}

function withPlace(value: unknown, place: { left: number }, strangeValue: unknown): unknown {
  if (place.left === 0) {
    place.left = -1;
    return strangeValue;
  }
  place.left -= 1;
  if (Array.isArray(value)) return value.map((item) => withPlace(item, place, strangeValue));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withPlace(item, place, strangeValue)]),
  );
}

/** A value inside a body, and the body with another in its place. */
interface Document {
  readonly value: unknown;
  readonly write: (value: unknown) => Buffer;
}

/** The JSON of a body: all of it, or the fields of a form. */
function documentsOf(body: Buffer): readonly Document[] {
  const whole = parsed(body.toString('utf8'));
  if (whole !== undefined)
    return [{ value: whole, write: (value) => Buffer.from(JSON.stringify(value) ?? 'null') }];
  const form = new URLSearchParams(body.toString('utf8'));
  const asForm = (fields: object) =>
    Buffer.from(new URLSearchParams(Object.entries(fields).map(asField)).toString());
  const fields: Document = {
    value: Object.fromEntries(form),
    write: (value) => asForm(typeof value === 'object' && value !== null ? value : { value }),
  };
  const inner = [...form].flatMap(([name, text]) => {
    const value = parsed(text);
    if (value === undefined) return [];
    return [{ value, write: (other: unknown) => asForm({ ...Object.fromEntries(form), [name]: other }) }];
  });
  return [fields, ...inner];
}

function asField([name, value]: [string, unknown]): [string, string] {
  return [name, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')];
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keysOf)];
}
