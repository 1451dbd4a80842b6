/** Both sides of a comparison, generated: a Mailgun with one long list of bounces, and a ledger's query API. */
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listeningPort } from '../../../local/listening-port.ts';

const ENTRIES = Number(process.env.SYNC_BENCH_ENTRIES ?? 5_000_000);
const SUPPRESSIONS = ENTRIES / 5;
/** Suppressions that the ESP does not have: of those that follow its last entry. */
const ONLY_HERE = SUPPRESSIONS / 5;
const PAGE = 1_000;
/** Every so many entries that the ledger does not suppress, one that it has released. */
const RELEASED_EVERY = 100;

const addressOf = (index: number) => `recipient-${index}@domain-${index % 9_973}.example`;
const indexOf = (address: string) => Number(/^recipient-(\d+)@/.exec(address)?.[1]);
/** The ledger's rows are spread over the ESP's list. */
const suppressedIndex = (row: number) =>
  row < SUPPRESSIONS - ONLY_HERE ? row * 6 : ENTRIES + (row - (SUPPRESSIONS - ONLY_HERE));

function espPage(url: URL, list: string): string {
  if (list !== 'bounces') return '{"items":[],"paging":{"next":"https://api.mailgun.net/x"}}';
  const after = url.searchParams.get('address');
  const start = after ? indexOf(after) + 1 : 0;
  const rows = Array.from({ length: Math.max(0, Math.min(PAGE, ENTRIES - start)) }, (_, offset) => {
    const address = addressOf(start + offset);
    return `{"address":"${address}","code":"550","error":"5.1.1 The email account does not exist","created_at":"Fri, 02 Jan 2026 11:02:55 UTC"}`;
  });
  const last = encodeURIComponent(addressOf(start + rows.length - 1));
  const next = `https://api.mailgun.net${url.pathname}?page=next&address=${last}&limit=${PAGE}`;
  return `{"items":[${rows.join()}],"paging":{"next":"${next}"}}`;
}

function ledgerPage(url: URL): string {
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const rows = Array.from({ length: Math.min(PAGE, SUPPRESSIONS - start) }, (_, offset) => {
    const address = addressOf(suppressedIndex(start + offset));
    return `{"address":"${address}","list":"*","reason":"address-unknown","code":2001,"rule":"address-unknown","since":"2026-01-02T11:02:55Z","until":null,"exceptTransactional":false}`;
  });
  const end = start + rows.length;
  return `{"suppressions":[${rows.join()}],"cursor":${end < SUPPRESSIONS ? `"${end}"` : null}}`;
}

async function known(request: IncomingMessage): Promise<string> {
  const { addresses }: { addresses: string[] } = JSON.parse(await text(request));
  const results = addresses
    .filter((address) => indexOf(address) % RELEASED_EVERY === 1)
    .map((address) => ({
      address,
      suppressed: false,
      pendingUntil: null,
      lists: [],
      evidence: [
        { kind: 'release', occurredAt: '2026-05-01T00:00:00Z', source: 'manual', list: '*', hasProof: true },
      ],
    }));
  return JSON.stringify({ results });
}

async function answerTo(request: IncomingMessage): Promise<string> {
  const url = new URL(request.url ?? '/', 'http://sides');
  if (url.pathname === '/v1/suppressions') return ledgerPage(url);
  if (url.pathname === '/v1/check') return known(request);
  return espPage(url, url.pathname.split('/').at(-1) ?? '');
}

const server = createServer(async (request, response) => {
  const body = await answerTo(request);
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${listeningPort(server)}\n`);
});
