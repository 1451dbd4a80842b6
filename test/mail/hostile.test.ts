import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../shared/mail/mime/message.ts';
import { readMail } from '../../shared/mail/read.ts';
import { InvalidMailError } from '../../shared/mail/report.ts';
import { sample, sampleNames } from './samples.ts';

const samples = fc.constantFrom(...sampleNames).map(sample);

/** Cuts, overwrites, repeats and splices ranges of a mail. */
const mangled = fc
  .tuple(
    samples,
    fc.array(
      fc.record({
        what: fc.constantFrom('cut', 'truncate', 'repeat', 'overwrite', 'splice'),
        from: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(400),
        bytes: fc.uint8Array({ maxLength: 40 }),
        other: samples,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([raw, changes]) => {
    let mail = raw;
    for (const { what, from, length, bytes, other } of changes) {
      const at = Math.floor(from * mail.length);
      const before = mail.subarray(0, at);
      const range = mail.subarray(at, at + length);
      const after = mail.subarray(at + length);
      if (what === 'cut') mail = Buffer.concat([before, after]);
      if (what === 'truncate') mail = before;
      if (what === 'repeat') mail = Buffer.concat([before, range, range, after]);
      if (what === 'overwrite') mail = Buffer.concat([before, bytes, after]);
      if (what === 'splice')
        mail = Buffer.concat([before, other.subarray(Math.floor(from * other.length)), after]);
    }
    return mail;
  });

async function recipientsOf(raw: Buffer): Promise<readonly string[]> {
  try {
    return (await readMail(raw)).events.map((event) => event.recipient);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidMailError);
    return [];
  }
}

describe('any mail', () => {
  it('throws nothing but InvalidMailError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mangled, fc.uint8Array({ maxLength: 500 }).map(Buffer.from)), async (raw) => {
        await recipientsOf(raw);
      }),
      { numRuns: 400 },
    );
  });

  it('reports no address that it does not contain', async () => {
    // The samples in question encode nothing, so that the addresses can be looked for in the raw bytes.
    const plain = sampleNames.filter(
      (name) => !['dsn-utf8', 'generic-html', 'exchange-online'].includes(name),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...plain),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (name, from, to) => {
          const whole = sample(name);
          const [start, end] = [from, to]
            .map((part) => Math.floor(part * whole.length))
            .toSorted((a, b) => a - b);
          const raw = Buffer.concat([whole.subarray(0, start), whole.subarray(end)]);
          const text = raw.toString('utf8').replace(/\r?\n[ \t]?/g, '');
          for (const recipient of await recipientsOf(raw)) expect(text).toContain(recipient);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([
    ['at signs', `From: postmaster@a.example\n\n${'@'.repeat(4_000_000)}`],
    ['lines of addresses', `From: postmaster@a.example\n\n${'a@b.example\n'.repeat(300_000)}`],
    ['opened brackets', `From: postmaster@a.example\n\n${'@['.repeat(1_000_000)}`],
    ['quotation marks', `From: postmaster@a.example\n\n${'"@'.repeat(2_000_000)}`],
    ['line ends', `Subject: x\n\n${'\n'.repeat(4_000_000)}`],
    ['dashes', `From: postmaster@a.example\n\n${`${'-'.repeat(4000)}x\n`.repeat(1000)}`],
    ['tags', `From: postmaster@a.example\nContent-Type: text/html\n\n${'<style>'.repeat(500_000)}`],
    ['boundaries', `Content-Type: multipart/mixed; boundary=a\n\n${'--a\n'.repeat(1_000_000)}`],
    [
      'an endless recipient',
      `Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; <${'@'.repeat(4_000_000)}`,
    ],
    [
      'recipients without a reason',
      `Content-Type: multipart/report; boundary=a\n\n--a\n\n${'x@y.example:\n'.repeat(15_000)}\n--a\nContent-Type: message/delivery-status\n\n${'Final-Recipient: rfc822; a@b.example\nAction: failed\n\n'.repeat(5_000)}`,
    ],
    [
      'a reply that never ends',
      `From: mailer-daemon@a.example\n\n  ----- Transcript of session follows -----\n${'<<< 550-no\n'.repeat(40_000)}`,
    ],
    [
      'report parts in no charset',
      `Content-Type: multipart/report; boundary=a\n\n${'--a\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 \xe4\n\n'.repeat(20_000)}`,
    ],
    [
      'enclosed messages',
      `Content-Type: multipart/digest; boundary=a\n\n${'--a\n\nSubject: x\n\nx@y.example: no\n'.repeat(10_000)}`,
    ],
    [
      'spaces in a subject',
      `From: a@b.example\nSubject: ${'re: '.repeat(100)}${' '.repeat(1_900_000)}x\n\nhello`,
    ],
    ['escapes to Japanese', `From: postmaster@a.example\n\n${'\u001b$B\n'.repeat(1_000_000)}`],
    [
      'bytes in no charset',
      `From: postmaster@a.example\n\n${'\xe4\xf6 a@b.example: \xfc\n'.repeat(100_000)}`,
    ],
  ])('of megabytes of %s is parsed in linear time', async (_what, text) => {
    const raw = Buffer.from(text, 'latin1');
    const before = process.cpuUsage();
    await recipientsOf(raw);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  it('is parsed to a bounded depth of enclosed messages', async () => {
    const wrap = (inner: Buffer) =>
      Buffer.concat([Buffer.from('From: bob@sender.example\nContent-Type: message/rfc822\n\n'), inner]);
    let raw = sample('dsn-failed');
    const found: number[] = [];
    for (let depth = 0; depth < 6; depth += 1) {
      found.push((await recipientsOf(raw)).length);
      raw = wrap(raw);
    }
    expect(found).toEqual([4, 4, 4, 4, 0, 0]);
  });

  it('has a bounded number of recipients', async () => {
    const group = (index: number) => `Final-Recipient: rfc822; a${index}@b.example\nAction: failed\n\n`;
    const groups = Array.from({ length: 3000 }, (_, index) => group(index)).join('');
    const raw = Buffer.from(`Content-Type: message/delivery-status\n\n${groups}`);
    expect(await recipientsOf(raw)).toHaveLength(200);
  });

  it('is parsed to a bounded number of lines: a report precedes the message that it returns', async () => {
    const huge = Buffer.concat([sample('qmail'), Buffer.from('x\n'.repeat(3_000_000))]);
    expect((await parseMessage(huge)).humanReadable.text).toContain('will@harbour.example');
  });
});
