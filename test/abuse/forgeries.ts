/** What a stranger without the secret of a source can make of an ESP's request. */
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import type { Sample, SampleSubject } from '../../shared/providers/samples/sample.ts';
import { samplesOf } from '../e2e/esp.ts';
import type { Source } from '../e2e/ledger.ts';

let counter = 0;

/** A recipient whom no test has named before; the mailbox is one word, so that it is found however it is encoded. */
export function victim(at = Date.now()): SampleSubject & { readonly mailbox: string } {
  counter += 1;
  const mailbox = `victim${String(counter).padStart(5, '0')}`;
  return { mailbox, address: `${mailbox}@d${counter}.example`, id: `event-${counter}-${at}`, at };
}

/** The first event of an ESP that suppresses: a permanent bounce or a complaint. */
export function suppressingSample(provider: string): Sample {
  const sample = samplesOf(provider).samples.find(({ kind }) => kind === 'bounce' || kind === 'complaint');
  if (sample === undefined) throw new Error(`${provider} has no sample of a bounce or complaint.`);
  return sample;
}

export interface EspRequest {
  readonly source: Source;
  readonly entries: readonly unknown[];
  readonly topicArn: string;
  /** The clock of the signature. @default now */
  readonly signedAt?: number;
}

/** The request that the ESP itself would make. */
export function signedRequest({
  source,
  entries,
  topicArn,
  signedAt = Date.now(),
}: EspRequest): WebhookRequest {
  const { url, secret, privateKey } = source;
  return samplesOf(source.provider).request(entries, {
    url,
    secret,
    ...(privateKey !== undefined && { privateKey }),
    topicArn,
    at: signedAt,
  });
}

/** The same request, signed with a secret of the stranger's own. */
export function signedByStranger(request: EspRequest): WebhookRequest {
  const { keyPair } = samplesOf(request.source.provider);
  const own = keyPair === undefined ? {} : { privateKey: makeKeyPair(keyPair).privateKey };
  return signedRequest({
    ...request,
    source: { ...request.source, secret: 'a-secret-of-the-stranger', ...own },
  });
}

/** The same request without anything that could carry a secret or a signature. */
export function unsigned(request: EspRequest): WebhookRequest {
  const { method, url, headers, body, receivedAt } = signedByStranger(request);
  const type = headers['content-type'];
  return {
    method,
    url: url.split('?')[0] ?? url,
    headers: { ...(type !== undefined && { 'content-type': type }) },
    body: Buffer.from(body.toString('latin1').replaceAll('a-secret-of-the-stranger', ''), 'latin1'),
    receivedAt,
  };
}

/** A request of the ESP that the stranger has seen, now about another recipient whose mailbox is as long. */
export function tampered(request: WebhookRequest, from: string, to: string): WebhookRequest {
  const bytes = request.body.toString('latin1');
  if (!bytes.includes(from)) throw new Error('The body does not name the mailbox.');
  return { ...request, body: Buffer.from(bytes.replaceAll(from, to), 'latin1') };
}
