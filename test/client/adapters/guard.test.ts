import { afterAll, beforeAll, expect, test } from 'vitest';
import { guard, LedgerUnavailableError, RecipientsWithheldError } from '../../../client/index.ts';
import { type AdapterFixture, createAdapterFixture } from './fixture.ts';

let fixture: AdapterFixture;
beforeAll(async () => {
  fixture = await createAdapterFixture();
});
afterAll(() => fixture.stop());

interface Mail {
  readonly to: string | readonly string[];
  readonly cc?: string;
  readonly subject: string;
}

test('a guarded function is called with the recipients that are not suppressed, and with its other arguments', async () => {
  const sent: unknown[] = [];
  const send = guard((mail: Mail, priority: number) => {
    sent.push([mail, priority]);
    return 'queued';
  }, fixture.ledger);
  expect(await send({ to: ['ann@example.com', 'gone@example.com'], subject: 'Hi' }, 3)).toBe('queued');
  expect(await send({ to: 'gone@example.com', cc: 'bob@example.com', subject: 'Hi' }, 1)).toBe('queued');
  expect(sent).toEqual([
    [{ to: ['ann@example.com'], subject: 'Hi' }, 3],
    [{ cc: 'bob@example.com', subject: 'Hi' }, 1],
  ]);
});

test('a guarded function is not called when no recipient is left', async () => {
  const send = guard(() => expect.unreachable(), fixture.ledger);
  await expect(send({ to: 'gone@example.com' })).rejects.toBeInstanceOf(RecipientsWithheldError);
});

test("a guarded function is not called under the policy 'throw' when the ledger cannot be asked", async () => {
  const away = fixture.client({ url: 'http://127.0.0.1:9', deadlineMs: 50, onUnavailable: 'throw' });
  const send = guard(() => expect.unreachable(), away);
  await expect(send({ to: 'ann@example.com' })).rejects.toBeInstanceOf(LedgerUnavailableError);
});

test("a guarded function is called under the policy 'send' when the ledger cannot be asked", async () => {
  const away = fixture.client({ url: 'http://127.0.0.1:9', deadlineMs: 50, onUnavailable: 'send' });
  const send = guard((mail: { to: string }) => mail.to, away);
  expect(await send({ to: 'ann@example.com' })).toBe('ann@example.com');
});
