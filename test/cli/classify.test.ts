import { describe, expect, test } from 'vitest';
import { jsonLines, ledger } from './running.ts';

describe('classify --jsonl', () => {
  test('answers each line in order: id, code, group, rule', async () => {
    const input = [
      { id: 'a', text: 'host mx.example.com said: 550 5.1.1 <ann@example.com>: User unknown' },
      { id: 2, text: '', reply: '552 5.2.2 Mailbox full', status: '5.2.2', replycode: '552' },
      { id: 'c', status: '5.1.1' },
      { id: 'd' },
    ];
    const ran = await ledger(['classify', '--jsonl'], {
      input: input.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(ran.code).toBe(0);
    expect(jsonLines(ran)).toEqual([
      { id: 'a', code: 2001, group: 'permanent', rule: expect.stringMatching(/^address-unknown\//) },
      { id: 2, code: 3001, group: 'temporary', rule: expect.stringMatching(/^mailbox-full\//) },
      { id: 'c', code: 2001, group: 'permanent', rule: expect.stringMatching(/\w/) },
      { id: 'd', code: 9999, group: 'unknown', rule: 'none' },
    ]);
  });

  test('answers a line that cannot be read by an object with error, and goes on', async () => {
    const ran = await ledger(['classify', '--jsonl'], {
      input: 'no json\n\n{"id":1,"text":["a"]}\nnull\n{"id":2,"text":"550 5.1.1 user unknown"}\n',
    });
    expect(ran.code).toBe(0);
    expect(jsonLines(ran)).toMatchObject([
      { error: expect.any(String) },
      { error: expect.any(String) },
      { id: 1, error: expect.stringContaining('text') },
      { error: expect.any(String) },
      { id: 2, code: 2001 },
    ]);
  });

  test('streams: 50,000 lines come back in order', async () => {
    const ids = Array.from({ length: 50_000 }, (_, id) => id);
    const input = ids.map((id) => JSON.stringify({ id, text: `550 5.1.1 user ${id} unknown` })).join('\n');
    const ran = await ledger(['classify', '--jsonl'], { input });
    expect(jsonLines(ran).map(({ id }) => id)).toEqual(ids);
  });
});

describe('classify "<reply>"', () => {
  const reply = '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown';

  test('tells people the code, its meaning, what decided, and what matched', async () => {
    const { code, stdout } = await ledger(['classify', reply]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2001 the address is invalid \(permanent\)\n/);
    expect(stdout).toContain(reply);
    expect(stdout).toContain('reply code 550, status 5.1.1');
    expect(stdout).not.toContain('\u001b');
  });

  test('tells programs the same', async () => {
    const { stdout } = await ledger(['classify', reply, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ code: 2001, replyCode: '550', status: '5.1.1' });
  });

  test('wants a reply', async () => {
    expect(await ledger(['classify'])).toMatchObject({ code: 2, stdout: '' });
  });
});
