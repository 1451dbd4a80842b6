/** Which reports of a mail count: anyone may write to the inbound address. */
import { describe, expect, test } from 'vitest';
import { readInboundMail } from '../../shared/intake/inbound-mail.ts';
import type { MailVerdicts } from '../../shared/providers/provider.ts';
import { createReturnPathSigner } from '../../shared/return-path/return-path.ts';
import { bounceOf, feedbackReportOf, type Signed } from '../mail/reports.ts';
import { NOW } from '../providers/requests.ts';

const key = 'a-signing-key-of-the-stack';
const settings = { domain: 'bounces.shop.example', mailbox: 'bounces', reporters: ['fbl.example'] };
const signer = createReturnPathSigner({ keys: [key], domain: settings.domain });
const pathOf = (recipient: string, sentAt = new Date(NOW - 3_600_000)) =>
  signer.returnPathFor(recipient, sentAt);

/** A delivery status notification (RFC 3464) that reports on these. */
function dsn(recipients: readonly string[], action = 'failed', status = '5.1.1'): Buffer {
  return Buffer.from(bounceOf(recipients, { action, status }));
}

/** A feedback report (RFC 5965) of a complaint. */
function feedbackReport(recipient: string, { from = 'reports@fbl.example', dkim }: Signed = {}): Buffer {
  return Buffer.from(feedbackReportOf(recipient, { from: `Feedback loop <${from}>`, ...(dkim && { dkim }) }));
}

function read(
  raw: Buffer,
  recipients: readonly string[] = ['bounces@bounces.shop.example'],
  verdicts: MailVerdicts = { spam: 'PASS', virus: 'PASS' },
  signingKeys: readonly string[] = [key],
) {
  return readInboundMail(raw, { recipients, verdicts }, { settings, signingKeys, receivedAt: NOW });
}

/** Recipient and whether its event counts. */
function counted(...args: Parameters<typeof read>): ReadonlyArray<readonly [string, boolean]> {
  const result = read(...args);
  if ('refused' in result) throw new Error(result.refused);
  return result.events.map(({ recipient, unverified = false }) => [recipient, !unverified]);
}

describe('a bounce', () => {
  const ann = 'ann@example.com';

  test('to a signed return path counts, of its recipient', () => {
    expect(counted(dsn([ann]), [pathOf(ann)])).toEqual([[ann, true]]);
  });

  test('to any other address is evidence', () => {
    expect(counted(dsn([ann]))).toEqual([[ann, false]]);
  });

  test.each([
    ['for another recipient', pathOf('bob@example.com').replace('bob=', 'ann=')],
    [
      'with another key',
      createReturnPathSigner({
        keys: ['another-key-of-16-characters'],
        domain: settings.domain,
      }).returnPathFor(ann),
    ],
    ['31 days ago', pathOf(ann, new Date(NOW - 31 * 86_400_000))],
    ['for another domain', pathOf(ann).replace('@bounces.shop.example', '@bounces.other.example')],
    ['for another mailbox', pathOf(ann).replace('bounces+', 'news+')],
  ])('to a return path signed %s is evidence', (_, returnPath) => {
    expect(counted(dsn([ann]), [returnPath])).toEqual([[ann, false]]);
  });

  test('is evidence while the stack has no signing key', () => {
    expect(counted(dsn([ann]), [pathOf(ann)], {}, [])).toEqual([[ann, false]]);
  });

  test('of a forwarding target is one of the recipient that the return path names', () => {
    expect(counted(dsn(['ann@elsewhere.example']), [pathOf(ann)])).toEqual([[ann, true]]);
  });

  test('that reports on others, too, counts of its recipient alone', () => {
    expect(counted(dsn(['eve@example.com', ann, 'bob@example.com']), [pathOf(ann)])).toEqual([
      ['eve@example.com', false],
      [ann, true],
      ['bob@example.com', false],
    ]);
    expect(counted(dsn(['eve@example.com', 'bob@example.com']), [pathOf(ann)])).toEqual([
      ['eve@example.com', false],
      ['bob@example.com', false],
    ]);
  });

  test('to a return path without a recipient counts where the report names the recipient it was signed for', () => {
    const long = `${'a'.repeat(50)}@example.com`;
    expect(counted(dsn([long]), [pathOf(long)])).toEqual([[long, true]]);
    expect(counted(dsn([ann]), [pathOf(long)])).toEqual([[ann, false]]);
  });

  test('is refused where SES found spam or a virus, whatever return path it came to', () => {
    for (const verdicts of [{ spam: 'FAIL' }, { virus: 'FAIL' }]) {
      expect(read(dsn([ann]), [pathOf(ann)], verdicts)).toEqual({ refused: 'spam-or-virus' });
    }
    expect(counted(dsn([ann]), [pathOf(ann)], { spam: 'GRAY', virus: 'DISABLED' })).toEqual([[ann, true]]);
  });

  test('of more than 20 recipients is refused', () => {
    const many = Array.from({ length: 21 }, (_, n) => `user${n}@example.com`);
    expect(read(dsn(many))).toEqual({ refused: 'too-many-recipients' });
    expect(counted(dsn(many.slice(1)))).toHaveLength(20);
  });

  test('report of a delivery counts with a signed return path only', () => {
    expect(counted(dsn([ann], 'delivered', '2.0.0'))).toEqual([[ann, false]]);
    expect(counted(dsn([ann], 'delivered', '2.0.0'), [pathOf(ann)])).toEqual([[ann, true]]);
  });

  test('that is no mail is refused', () => {
    expect(read(Buffer.alloc(0))).toEqual({ refused: 'invalid-mail' });
  });
});

describe('a feedback report', () => {
  const ann = 'ann@example.com';
  const to = ['fbl@bounces.shop.example'];

  test.each<[string, Parameters<typeof feedbackReport>[1], MailVerdicts]>([
    ['DMARC passes for', {}, { dmarc: 'PASS' }],
    ['DMARC passes for a subdomain of', { from: 'x@out.fbl.example' }, { dmarc: 'PASS' }],
    ['DKIM signed by', { from: 'x@other.example', dkim: ['fbl.example'] }, { dkim: 'PASS' }],
  ])('counts where %s a configured reporter', (_, parts, verdicts) => {
    expect(counted(feedbackReport(ann, parts), to, verdicts)).toEqual([[ann, true]]);
  });

  test.each<[string, Parameters<typeof feedbackReport>[1], MailVerdicts]>([
    ['no check passed', { dkim: ['fbl.example'] }, {}],
    ['every check failed', { dkim: ['fbl.example'] }, { dkim: 'FAIL', dmarc: 'FAIL' }],
    ['DMARC passes for another domain', { from: 'x@evil.example' }, { dmarc: 'PASS' }],
    ['DMARC passes for a domain that ends alike', { from: 'x@evilfbl.example' }, { dmarc: 'PASS' }],
    ['DKIM passes without a signature of the reporter', { dkim: ['evil.example'] }, { dkim: 'PASS' }],
    [
      'DKIM passes, perhaps for the other signature',
      { dkim: ['fbl.example', 'evil.example'] },
      { dkim: 'PASS' },
    ],
    ['DKIM passes, and there is no signature', {}, { dkim: 'PASS' }],
  ])('is evidence where %s', (_, parts, verdicts) => {
    expect(counted(feedbackReport(ann, parts), to, verdicts)).toEqual([[ann, false]]);
  });

  test('of a mail with a signed return path counts, of its recipient alone', () => {
    expect(counted(feedbackReport(ann), [pathOf(ann)])).toEqual([[ann, true]]);
  });
});
