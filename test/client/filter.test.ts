import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedgerClient, type LedgerClient, type MessageWithRecipients } from '../../client/index.ts';
import { StandInLedger } from './stand-in-ledger.ts';

let ledger: StandInLedger;
let client: LedgerClient;
beforeAll(async () => {
  ledger = await StandInLedger.start();
  ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
  ledger.suppressed.set('spam@example.com', { reason: 'complaint', code: 8001, list: 'news' });
});
afterAll(() => ledger.stop());
beforeEach(() => {
  ledger.requests.length = 0;
  client = createLedgerClient({ url: ledger.url, onUnavailable: 'throw' });
});

describe('filter', () => {
  test.each<[string, MessageWithRecipients, MessageWithRecipients | null, string[]]>([
    [
      'leaves a message alone that has nothing to withhold',
      { to: 'Ann <ann@example.com> , bob@example.com' },
      { to: 'Ann <ann@example.com> , bob@example.com' },
      [],
    ],
    [
      'takes a recipient out of an address list',
      { to: '"Doe, Ann" <ann@example.com>, "Gone; really" <Gone@example.com>; bob@example.com' },
      { to: '"Doe, Ann" <ann@example.com>, bob@example.com' },
      ['Gone@example.com'],
    ],
    [
      'takes recipients out of arrays of strings, lists and objects',
      {
        to: [
          'ann@example.com',
          'gone@example.com, bob@example.com',
          { name: 'Spam', address: 'spam@example.com' },
        ],
        cc: [
          { name: 'Gone', email: 'gone@example.com' },
          { name: 'Eve', email: 'eve@example.com' },
        ],
      },
      { to: ['ann@example.com', 'bob@example.com'], cc: [{ name: 'Eve', email: 'eve@example.com' }] },
      ['gone@example.com', 'spam@example.com', 'gone@example.com'],
    ],
    [
      'takes a field out that has no recipient left',
      { to: { name: 'Gone', address: 'gone@example.com' }, cc: 'spam@example.com', bcc: ['ann@example.com'] },
      { bcc: ['ann@example.com'] },
      ['gone@example.com', 'spam@example.com'],
    ],
    [
      'gives no message when no recipient is left',
      { to: 'gone@example.com', bcc: ['spam@example.com'] },
      null,
      ['gone@example.com', 'spam@example.com'],
    ],
    [
      'withholds what is no address, alone',
      { to: ['ann@example.com', 'ann', { name: 'Without' }, { address: 'a@x.example, b@y.example' }] },
      { to: ['ann@example.com'] },
      ['ann', '', ''],
    ],
    ['leaves a message without recipients alone', {}, {}, []],
    [
      'leaves out fields that are null',
      { to: 'ann@example.com', cc: null },
      { to: 'ann@example.com', cc: null },
      [],
    ],
  ])('%s', async (_, message, expected, withheld) => {
    const given = structuredClone(message);
    const result = await client.filter(message);
    expect(result.send).toEqual(expected);
    expect(result.withheld.map(({ recipient }) => recipient)).toEqual(withheld);
    expect(message).toEqual(given);
  });

  test('says of each recipient withheld why, and what to do', async () => {
    const { withheld } = await client.filter({ to: 'spam@example.com, ann' });
    expect(withheld).toEqual([
      { recipient: 'spam@example.com', reason: 'complaint', code: 8001, advice: 'Do not write again.' },
      {
        recipient: 'ann',
        reason: 'invalid-address',
        code: null,
        advice: 'This is not an e-mail address: correct or remove it.',
      },
    ]);
  });

  test('asks for all recipients of a message in one call, each once', async () => {
    await client.filter({ to: 'ann@example.com', cc: ['bob@example.com'], bcc: 'Ann <ANN@example.com>' });
    expect(ledger.requests).toMatchObject([{ addresses: ['ann@example.com', 'bob@example.com'] }]);
  });

  test('keeps whatever else the message has', async () => {
    const attachment = Buffer.from('x');
    const { send } = await client.filter({
      to: 'gone@example.com,ann@example.com',
      subject: 'Hi',
      attachment,
    });
    expect(send).toEqual({ to: 'ann@example.com', subject: 'Hi', attachment });
    expect(send?.attachment).toBe(attachment);
  });

  test('asks for the list of the message', async () => {
    await client.filter({ to: 'ann@example.com' }, { list: 'receipts' });
    expect(ledger.requests).toMatchObject([{ list: 'receipts' }]);
  });
});
