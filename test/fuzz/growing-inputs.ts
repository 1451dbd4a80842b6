/** Every parser that a stranger's bytes reach, and how to write inputs of any size for it. */
import { readRows } from '../../cli/suppression-lists/table.ts';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { redact } from '../../shared/classifier/redact.ts';
import { isFailure } from '../../shared/events/event.ts';
import { readMail } from '../../shared/mail/read.ts';
import { toDelivery } from '../../shared/providers/delivery.ts';
import type { Provider } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { ProviderSamples, SampleSubject } from '../../shared/providers/samples/sample.ts';
import { fragments as mailFragments, headers as mailHeaders } from '../mail/cost-search.ts';
import { keyOf } from './safety.ts';

/** A place in an input where fragments are repeated, and how they are written there. */
export interface Frame {
  readonly opening: string;
  readonly closing: string;
  readonly write: (fragment: string) => string;
}

export interface GrowingParser {
  readonly name: string;
  readonly frames: readonly Frame[];
  readonly fragments: readonly string[];
  /**
   * How many times as much is tried as of others.
   * @default 1
   */
  readonly effort?: number;
  /** Parses a copy that is this parser's own. It throws what it throws at an invalid input. */
  readonly parse: (input: Buffer) => void | Promise<void>;
}

const asItIs = (fragment: string): string => fragment;
const plainFrame = (opening: string, closing = ''): Frame => ({ opening, closing, write: asItIs });

const mail: GrowingParser = {
  name: 'mail',
  frames: mailHeaders.map((header) => plainFrame(header)),
  fragments: mailFragments,
  effort: 5,
  parse: (input) => void readMail(input),
};

const classifier = await openClassifier();

const reply: GrowingParser = {
  name: 'SMTP reply',
  frames: ['', '550 5.1.1 ', '550-5.1.1 ', 'smtp; 550 ', 'host mx.example said: ', '4'].map((opening) =>
    plainFrame(opening),
  ),
  fragments: mailFragments,
  parse(input) {
    const diagnostic = input.toString('utf8');
    classifier.classify({ diagnostic });
    redact(diagnostic);
  },
};

const csv: GrowingParser = {
  name: 'CSV import',
  frames: [
    plainFrame(''),
    plainFrame('email,reason\n'),
    plainFrame('email;reason\n'),
    plainFrame('email,"', `"\n${'ann@shop.example,x\n'.repeat(200)}`),
    plainFrame('email,', `\n${'ann@shop.example,x\n'.repeat(200)}`),
    plainFrame('['),
  ],
  fragments: [
    ...['"', '""', '","', '",', '"\n', '"x"y', '\n', '\r', '\r\n', ',', ';', '\t', ' ', '\ufeff', "'", '='],
    ...[
      'a',
      'ann@shop.example',
      'ann@shop.example,x\n',
      '"a,b"\n',
      '"a\nb",c\n',
      '{"email":"a@b.example"}\n',
      '{',
      '[]',
      '[',
      '0',
    ],
  ],
  async parse(input) {
    for await (const row of readRows(chunksOf(input.toString('utf8')))) if ('fault' in row) continue;
  },
};

/** A text as a file of it is read. */
async function* chunksOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 64 * 1024) yield text.slice(at, at + 64 * 1024);
}

/** What stands in fields of webhooks, as text or as JSON. */
const fieldFragments: readonly string[] = [
  ...['@', 'a@b.example', 'a@b.example,', '"A, B" <a@b.example>, ', '<a@b.example>', '"', '<', '>', '(', ','],
  ...[
    '\\',
    '/',
    '%',
    '%40',
    '=',
    '&',
    '&a=b',
    '+',
    ' ',
    '\n',
    '\u0000',
    'x',
    '0',
    '5',
    '550 5.1.1 ',
    '5.1.1 ',
  ],
  ...[
    '\u00e4',
    '\u3042',
    '=?utf-8?q?=C3=A4?= ',
    '2026-05-01T12:00:00Z',
    '{"a":',
    '[',
    ']',
    '}',
    '--b\r\n',
    '\r\n\r\n',
  ],
  ...['smtp; 550 ', 'said: ', '| ', ': ', ';', '-', '.', 'http://a/?b=', '<a@b.example>: no\n', 'word '],
];

const subject: SampleSubject = { address: 'ann@shop.example', id: 'event-1', at: Date.UTC(2026, 4, 1) };

function webhook(esp: ProviderSamples, provider: Provider): GrowingParser {
  const key = keyOf(esp);
  const requests = esp.samples.map((sample) => esp.request([sample.entry(subject)], key));
  const context = { secrets: [key.secret], now: key.at, topics: null, certificate: async () => key.secret };
  const request = requests[0];
  if (request === undefined) throw new Error(`${esp.provider} has no samples.`);
  return {
    name: esp.provider,
    frames: requests.slice(0, 3).flatMap(({ body }) => framesOf(body.toString('utf8'))),
    fragments: fieldFragments,
    parse(body) {
      const sent = { ...request, body };
      void Promise.resolve(provider.verify(sent, context)).catch(() => undefined);
      provider.handshake?.(sent);
      const delivery = toDelivery(provider, esp.provider, sent, [key.secret]);
      provider.countEntries(delivery);
      for (const event of provider.parse(delivery).events) {
        toLedgerAddress(event.recipient);
        if (!isFailure(event)) continue;
        classifier.classify({ ...event.evidence, provider: esp.provider, permanent: event.permanent });
        redact(event.evidence.diagnostic ?? '');
      }
    },
  };
}

/** Texts, lists, names and whole entries of a JSON body or of a form's fields that may be as long as they like. */
function framesOf(body: string): readonly Frame[] {
  if (/^\s*[[{]/.test(body)) return [...framesOfJson(body, asItIs), batchFrame(body)];
  const form = new URLSearchParams(body);
  const encoded = (text: string) => encodeURIComponent(text);
  const fields = [...form].flatMap(([name, value]): readonly Frame[] => {
    const marked = [...form].map(([n, v]): [string, string] => [n, n === name ? MARK : v]);
    const [before = '', after = ''] = new URLSearchParams(marked).toString().split(MARK);
    const text: Frame = { opening: before, closing: after, write: encoded };
    if (!/^\s*[[{]/.test(value)) return [text];
    return framesOfJson(value, encoded).map(({ opening, closing, write }) => ({
      opening: before + opening,
      closing: closing + after,
      write,
    }));
  });
  return [...fields, { opening: `${body}&`, closing: '', write: (text) => `f=${encoded(text)}&` }];
}

const MARK = 'MARKEDPLACE';

function framesOfJson(json: string, encode: (text: string) => string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const [index, value] of leavesOf(JSON.parse(json)).entries()) {
    const marked = JSON.stringify(withLeaf(JSON.parse(json), index, MARK));
    const [before = '', after = ''] = marked.split(`"${MARK}"`);
    const frame = (opening: string, closing: string, write: (text: string) => string): Frame => ({
      opening: encode(before + opening),
      closing: encode(closing + after),
      write: (text) => encode(write(text)),
    });
    if (typeof value === 'string') frames.push(frame('"', '"', (text) => JSON.stringify(text).slice(1, -1)));
    frames.push(frame('[', 'null]', (text) => `${JSON.stringify(text)},`));
    frames.push(frame('{', '"z":0}', (text) => `${JSON.stringify(text)}:0,`));
  }
  return frames;
}

/** The same entry over and over, and what else a list may hold. */
function batchFrame(body: string): Frame {
  const entry = JSON.stringify(JSON.parse(body));
  return {
    opening: `[${entry},`,
    closing: `${entry}]`,
    write: (text) => `${JSON.stringify(text)},${entry},`,
  };
}

function leavesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}

/** The value with its n-th leaf replaced. */
function withLeaf(value: unknown, n: number, replacement: unknown): unknown {
  let left = n;
  const walk = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return left-- === 0 ? replacement : part;
    if (Array.isArray(part)) return part.map(walk);
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item)]));
  };
  return walk(value);
}

export const growingParsers: readonly GrowingParser[] = [
  mail,
  reply,
  csv,
  ...[...providerSamples.values()].map((esp) => {
    const provider = providers.get(esp.provider);
    if (provider === undefined) throw new Error(`There is no provider ${esp.provider}.`);
    return webhook(esp, provider);
  }),
];
