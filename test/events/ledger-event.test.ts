import { describe, expect, test } from 'vitest';
import { parseLedgerEvent } from '../../client/index.ts';
import { eventJsonSchemas } from '../../shared/events/json-schema.ts';
import { delivered, inSchema } from './in-schema.ts';

const at = new Date('2026-10-05T12:00:00Z');
const suppression = {
  list: '*',
  reason: 'complaint',
  code: 8001,
  rule: 'feedback-report',
  since: '2026-10-05T11:00:00Z',
  until: null,
};
const change = {
  address: 'ann@example.com',
  key: 'ann@example.com',
  revision: 2,
  before: [],
  after: [suppression],
};
const suppressed = { type: 'address.suppressed', at, detail: change };

describe('an event of the ledger', () => {
  test.each([
    suppressed,
    { type: 'address.released', at, detail: { ...change, address: null, before: [suppression], after: [] } },
    {
      type: 'incident.opened',
      at,
      detail: {
        incident: 'storm',
        domain: 'example.com',
        from: '2026-10-05T12:00:00Z',
        until: '2026-10-05T14:00:00Z',
        addresses: 60,
      },
    },
  ])('is in its JSON Schema and read by its type: $type', (event) => {
    inSchema(event);
  });

  test('is read from a queue message as well as from a function event', () => {
    const raw = delivered(suppressed);
    expect(parseLedgerEvent(raw)).toEqual({
      type: 'address.suppressed',
      id: '6f1b2c3d-0000-4000-8000-000000000000',
      time: '2026-10-05T12:00:00.000Z',
      detail: change,
    });
    expect(parseLedgerEvent(JSON.stringify(raw))).toEqual(parseLedgerEvent(raw));
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['a number', 7],
    ['of another source', { ...delivered(suppressed), source: 'aws.ses' }],
    ['of another type', { ...delivered(suppressed), 'detail-type': 'address.changed' }],
    ['without a detail', { ...delivered(suppressed), detail: null }],
    ['without an address', delivered({ ...suppressed, detail: { ...change, address: undefined } })],
    ['with half a change', delivered({ ...suppressed, detail: { ...change, after: 'x' } })],
    ['an incident without a kind', delivered({ type: 'incident.opened', at, detail: {} })],
  ])('is none: %s', (_, raw) => {
    expect(parseLedgerEvent(raw)).toBeNull();
  });
});

test('the schemas describe every type of event', () => {
  expect([...eventJsonSchemas().keys()]).toEqual([
    'address.suppressed',
    'address.released',
    'incident.opened',
  ]);
  expect(eventJsonSchemas().get('address.suppressed')).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: {
      'detail-type': { const: 'address.suppressed' },
      time: { type: 'string', format: 'date-time' },
    },
  });
});
