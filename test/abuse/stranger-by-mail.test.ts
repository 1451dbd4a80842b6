/** A stranger who can write to the inbound address: what no return path of ours and no reporter vouches for is evidence. */
import { gzipSync } from 'node:zlib';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_SIGNING_KEY } from '../../local/sources.ts';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { createEraser } from '../../shared/intake/erasure.ts';
import type { MailVerdicts } from '../../shared/providers/provider.ts';
import { createReturnPathSigner } from '../../shared/return-path/return-path.ts';
import type { LocalLedger } from '../e2e/ledger.ts';
import { bounceOf, feedbackReportOf, passed, received, replyQuoting } from '../mail/reports.ts';
import { victim } from './forgeries.ts';
import { startHost } from './hosts.ts';

const domain = 'bounces.local.example';
const PLAIN_ADDRESS = `bounces@${domain}`;
const signer = createReturnPathSigner({ keys: [LOCAL_SIGNING_KEY], domain });
const stranger = createReturnPathSigner({ keys: ['a-key-of-the-stranger'], domain });
const DAY_MS = 86_400_000;

let ledger: LocalLedger;
let sns: SNSClient;
let topicArn: string;

beforeAll(async () => {
  ledger = await startHost();
  const aws = await ledger.aws();
  topicArn = aws.topicArn;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sns = new SNSClient({ endpoint: aws.sns, region: aws.region, credentials });
});
afterAll(() => ledger.stop());

/** Publishes as the receipt rules of SES do, and waits until all are processed. */
async function receive(...notifications: readonly string[]): Promise<void> {
  for (let from = 0; from < notifications.length; from += 10) {
    const PublishBatchRequestEntries = notifications
      .slice(from, from + 10)
      .map((Message, index) => ({ Id: String(index), Message }));
    await sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));
  }
  await ledger.drained();
}

/** Which of these addresses are suppressed. */
async function suppressedOf(addresses: readonly string[]): Promise<readonly string[]> {
  const answer = await ledger.call('POST', '/v1/check', { addresses });
  const { results } = (await answer.json()) as { results: { address: string; suppressed: boolean }[] };
  return results.flatMap(({ address, suppressed }) => (suppressed ? [address] : []));
}

const someone = () => victim().address;

describe('a forged bounce suppresses nobody', () => {
  const forgeries: ReadonlyArray<readonly [string, (address: string) => string]> = [
    ['to the plain inbound address', (address) => received(bounceOf([address]), [PLAIN_ADDRESS])],
    [
      'to a return path of another recipient',
      (address) =>
        received(bounceOf([address]), [signer.returnPathFor('bob@shop.example').replace(/-[^-]*@/, '@')]),
    ],
    [
      'to a return path that names its recipient over the signature of another',
      (address) => {
        const [local = '', rest = ''] = signer.returnPathFor('bob@shop.example').split('-');
        const named = address.replace('@', '=');
        return received(bounceOf([address]), [`${local}-${named}@${rest.split('@')[1]}`]);
      },
    ],
    [
      'to a return path that the stranger signed',
      (address) => received(bounceOf([address]), [stranger.returnPathFor(address)]),
    ],
    [
      'to a return path of 31 days ago',
      (address) =>
        received(bounceOf([address]), [signer.returnPathFor(address, new Date(Date.now() - 31 * DAY_MS))]),
    ],
    [
      'to a return path of tomorrow and later',
      (address) =>
        received(bounceOf([address]), [signer.returnPathFor(address, new Date(Date.now() + 3 * DAY_MS))]),
    ],
    [
      'to a return path in the header alone',
      (address) =>
        received(
          bounceOf([address]).replace(
            'To: bounces@bounces.local.example',
            `To: ${signer.returnPathFor(address)}`,
          ),
          [PLAIN_ADDRESS],
        ),
    ],
    [
      'with spam found',
      (address) =>
        received(bounceOf([address]), [signer.returnPathFor(address)], { ...passed, spam: 'FAIL' }),
    ],
    [
      'with a virus found',
      (address) =>
        received(bounceOf([address]), [signer.returnPathFor(address)], { ...passed, virus: 'FAIL' }),
    ],
  ];
  const victims = new Map(forgeries.map(([name]) => [name, someone()]));

  beforeAll(() => receive(...forgeries.map(([name, forge]) => forge(victims.get(name) ?? ''))));

  test.each(forgeries.map(([name]) => name))('%s', async (name) => {
    expect(await ledger.verdict(victims.get(name) ?? '')).toMatchObject({ suppressed: false });
  });

  test('while a verified one of the same recipients, to a return path of ours, counts', async () => {
    const all = [...victims.values()];
    await receive(...all.map((address) => received(bounceOf([address]), [signer.returnPathFor(address)])));
    expect(await suppressedOf(all)).toEqual(all);
  });
});

describe('a return path of ours speaks of its recipient alone', () => {
  test('whoever else the mail reports on', async () => {
    const [ann, ...others] = Array.from({ length: 20 }, someone);
    await receive(received(bounceOf([...others, ann ?? '']), [signer.returnPathFor(ann ?? '')]));
    expect(await suppressedOf([ann ?? '', ...others])).toEqual([ann]);
  });

  test('and of none in a mail that reports on more than twenty', async () => {
    const many = Array.from({ length: 21 }, someone);
    await receive(received(bounceOf(many), [signer.returnPathFor(many[0] ?? '')]));
    expect(await suppressedOf(many)).toEqual([]);
  });

  test('however many return paths the envelope names', async () => {
    const [ann = '', bob = ''] = [someone(), someone()];
    await receive(received(bounceOf([bob]), [stranger.returnPathFor(bob), signer.returnPathFor(ann)]));
    expect(await suppressedOf([bob])).toEqual([]);
  });
});

describe('a forged feedback report is no complaint', () => {
  const forgeries: ReadonlyArray<readonly [string, MailVerdicts, Parameters<typeof feedbackReportOf>[1]]> = [
    ['without any check passed', {}, { dkim: ['feedbackloop.example'] }],
    ['with DKIM and DMARC failed', { dkim: 'FAIL', dmarc: 'FAIL' }, { dkim: ['feedbackloop.example'] }],
    ['with SPF alone behind it', { dmarc: 'GRAY' }, {}],
    [
      'of a domain that is no reporter, which passes',
      { dkim: 'PASS', dmarc: 'PASS' },
      { from: 'a@evil.example', dkim: ['evil.example'] },
    ],
    ['of a domain that ends like a reporter', { dmarc: 'PASS' }, { from: 'a@evil-feedbackloop.example' }],
    [
      'signed by a reporter and by another',
      { dkim: 'PASS' },
      { dkim: ['feedbackloop.example', 'evil.example'] },
    ],
  ];

  test.each(forgeries)('%s', async (_, verdicts, parts) => {
    const address = someone();
    await receive(received(feedbackReportOf(address, parts), [PLAIN_ADDRESS], { ...passed, ...verdicts }));
    expect(await suppressedOf([address])).toEqual([]);
  });

  test('while one that DMARC passes for a reporter is', async () => {
    const address = someone();
    await receive(received(feedbackReportOf(address), [PLAIN_ADDRESS], { ...passed, dmarc: 'PASS' }));
    expect(await ledger.verdict(address)).toMatchObject({ suppressed: true, reason: 'complaint' });
  });
});

/** Full mailboxes over three weeks, to return paths of ours: a hold that a delivery would end. */
function fullMailboxes(address: string): readonly string[] {
  return [20, 14, 7, 0].map((age) => {
    const sentAt = new Date(Date.now() - age * DAY_MS);
    const bounce = bounceOf([address], { status: '4.2.2', text: 'mailbox full', sentAt });
    return received(bounce, [signer.returnPathFor(address, sentAt)]);
  });
}

describe('a forged mail ends no suppression', () => {
  test('while a delivery reported to a return path of ours does', async () => {
    const address = someone();
    await receive(...fullMailboxes(address));
    expect(await suppressedOf([address])).toEqual([address]);
    await receive(
      received(bounceOf([address], { action: 'delivered', status: '2.0.0' }), [
        signer.returnPathFor(address),
      ]),
    );
    expect(await suppressedOf([address])).toEqual([]);
  });

  test.each(['delivered', 'relayed', 'expanded'])('by the action %s', async (action) => {
    const address = someone();
    await receive(...fullMailboxes(address));
    expect(await suppressedOf([address])).toEqual([address]);
    await receive(received(bounceOf([address], { action, status: '2.0.0' }), [PLAIN_ADDRESS]));
    expect(await suppressedOf([address])).toEqual([address]);
  });
});

test('a forged mail cannot take the place of a verified one by its Message-ID', async () => {
  const address = someone();
  const messageId = 'the-same@mx.example';
  await receive(
    received(bounceOf([address], { action: 'delivered', status: '2.0.0', messageId }), [PLAIN_ADDRESS]),
  );
  await receive(received(bounceOf([address], { messageId }), [signer.returnPathFor(address)]));
  await receive(
    received(bounceOf([address], { action: 'delayed', status: '4.2.2', messageId }), [PLAIN_ADDRESS]),
  );
  expect(await suppressedOf([address])).toEqual([address]);
});

describe('a reply that quotes a bounce suppresses nobody', () => {
  test.each(['> ', '>> ', '| ', ''])(
    'behind %j, to the inbound address and to a return path of another',
    async (quote) => {
      const [quoted, writer] = [someone(), someone()];
      await receive(
        received(replyQuoting(quoted, quote), [PLAIN_ADDRESS]),
        received(replyQuoting(quoted, quote), [signer.returnPathFor(writer).replace(/-[^-]*@/, '@')]),
      );
      expect(await suppressedOf([quoted, writer])).toEqual([]);
    },
  );
});

test('an attachment that unpacks to more than is unpacked is left by an erasure, which says so', () => {
  const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64');
  const address = toLedgerAddress('ann@shop.example');
  if (address === null) throw new Error('That is an address.');
  const erase = createEraser(address);
  const object = Buffer.from(JSON.stringify({ to: 'ann@shop.example', attachments: [packed] }));
  const { bytes, complete } = erase(object);
  expect(complete).toBe(false);
  expect(bytes?.toString()).not.toContain('ann@shop.example');
});

test('what strangers write ends in no dead letter', async () => {
  expect((await ledger.status()).deadLettered).toBe(0);
});
