/** The suppressed addresses as a file, streamed a page of the API at a time. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { ConsoleBackend } from './backend.ts';
import { csvLine } from './csv.ts';
import { ConsoleRequestError } from './http.ts';

/** Entries a page: as many as the API gives. */
const PAGE_SIZE = '1000';
/** A download starts at once; a link that is not used by then is void. */
const LINK_LIFETIME_MS = 60_000;
const MAX_LINKS = 100;

/** What an export holds and how it is written. */
export const exportRequest = v.strictObject({
  format: v.picklist(['csv', 'jsonl']),
  filters: v.strictObject({
    code: v.optional(v.string()),
    group: v.optional(v.string()),
    reason: v.optional(v.string()),
    list: v.optional(v.string()),
    since: v.optional(v.string()),
  }),
});
export type ExportRequest = v.InferOutput<typeof exportRequest>;

const pageShape = v.object({
  suppressions: v.array(
    v.object({
      address: v.nullable(v.string()),
      list: v.string(),
      reason: v.string(),
      code: v.nullable(v.number()),
      rule: v.string(),
      since: v.string(),
      until: v.nullable(v.string()),
    }),
  ),
  cursor: v.nullable(v.string()),
});
type Row = v.InferOutput<typeof pageShape>['suppressions'][number];

const problemShape = v.object({ title: v.string(), detail: v.optional(v.string(), '') });

const COLUMNS = ['address', 'list', 'reason', 'code', 'rule', 'since', 'until'] as const;

export const exportContentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

/**
 * The file's text, page by page.
 * @throws ConsoleRequestError when the API refuses the filters or cannot be reached
 */
export async function* exportSuppressions(
  backend: Pick<ConsoleBackend, 'api'>,
  { format, filters }: ExportRequest,
): AsyncGenerator<string> {
  let cursor: string | null = null;
  let header = format === 'csv' ? `${csvLine(COLUMNS)}\r\n` : '';
  do {
    const page = await readPage(backend, filters, cursor);
    yield header + page.suppressions.map((row) => lineOf(row, format)).join('');
    header = '';
    cursor = page.cursor;
  } while (cursor !== null);
}

function lineOf(row: Row, format: ExportRequest['format']): string {
  if (format === 'jsonl') return `${JSON.stringify(row)}\n`;
  const cells = COLUMNS.map((column) => String(row[column] ?? ''));
  return `${csvLine(cells)}\r\n`;
}

async function readPage(
  { api }: Pick<ConsoleBackend, 'api'>,
  filters: ExportRequest['filters'],
  cursor: string | null,
): Promise<v.InferOutput<typeof pageShape>> {
  const query = new URLSearchParams({ limit: PAGE_SIZE });
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  if (cursor !== null) query.set('cursor', cursor);
  const { status, body } = await api({
    method: 'GET',
    path: `/v1/suppressions?${query}`,
    headers: {},
    body: null,
  });
  const document: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  if (status === 200) return v.parse(pageShape, document);
  const { title, detail } = v.parse(problemShape, document);
  throw new ConsoleRequestError(status, title.replaceAll(' ', '-'), detail);
}

/**
 * Links to exports that were asked for. A browser downloads a link without the token's header, so the link carries a
 * secret of its own that is valid for one download.
 */
export class ExportLinks {
  readonly #pending = new Map<string, { readonly request: ExportRequest; readonly expires: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** @returns The link's secret. */
  add(request: ExportRequest): string {
    const now = this.#clock();
    for (const [secret, { expires }] of this.#pending) if (expires <= now) this.#pending.delete(secret);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= MAX_LINKS && oldest !== undefined) this.#pending.delete(oldest);
    const secret = randomBytes(18).toString('base64url');
    this.#pending.set(secret, { request, expires: now + LINK_LIFETIME_MS });
    return secret;
  }

  /** What a link stands for, once; null when it is unknown, used or too old. */
  take(secret: string): ExportRequest | null {
    const link = this.#pending.get(secret);
    this.#pending.delete(secret);
    return link === undefined || link.expires <= this.#clock() ? null : link.request;
  }
}
