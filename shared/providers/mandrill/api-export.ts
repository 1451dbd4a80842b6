/**
 * The whole reject list of Mandrill: its API shows 1,000 entries, and a longer list comes as an export job, whose result
 * is a ZIP archive with one CSV file.
 */
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import * as v from 'valibot';
import { readBytesBounded } from '../../esp-api/http-body.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import type { SuppressionPage } from '../../esp-api/types.ts';

/** Milliseconds between two looks at the job. */
const POLL_MS = 10_000;
/** Half an hour. */
const MAX_POLLS = 180;
const MAX_ARCHIVE_BYTES = 64 * 1_048_576;
const MAX_CSV_BYTES = 512 * 1_048_576;
const FILE = 'rejects.csv';
/** Where Mandrill stores results. */
const RESULT_HOST = /(^|\.)(amazonaws\.com|mandrillapp\.com|mailchimp\.com)$/;

export const exportJob = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  state: v.string(),
  result_url: v.nullish(v.string()),
});
export type ExportJob = v.InferOutput<typeof exportJob>;

export interface ExportRow {
  readonly email: string;
  readonly reason: string;
  readonly detail?: string | undefined;
  readonly created_at?: string | undefined;
  readonly expires_at?: string | undefined;
}

export interface ExportDeps {
  readonly http: EspHttp;
  /** Where the API is called: a stand-in serves the result itself. */
  readonly apiOrigin: string;
  readonly begin: () => Promise<ExportJob>;
  readonly look: (id: string) => Promise<ExportJob>;
}

interface Position {
  readonly id: string;
  readonly polls: number;
}

/** The cursor of a running job. */
export function exportCursor({ id, polls }: Position): string {
  return `export:${polls}:${id}`;
}

/** @throws EspApiError of kind `settings` for a cursor that is none. */
export function positionIn(http: EspHttp, cursor: string): Position {
  const match = /^export:(\d{1,4}):([\d :.-]{1,60})$/.exec(cursor);
  if (match === null) throw http.error('settings', 'Invalid cursor. Omit it to start at the first page.');
  return { polls: Number(match[1]), id: match[2] ?? '' };
}

/** The rows of a finished job, or the cursor to look again with. */
export async function readExport(
  { http, apiOrigin, look }: ExportDeps,
  { id, polls }: Position,
): Promise<{ readonly rows: readonly ExportRow[]; readonly next: SuppressionPage['next'] }> {
  const { state, result_url: url } = await look(id);
  if (state === 'complete' && url)
    return { rows: rowsOf(http, await download(http, apiOrigin, url)), next: null };
  if ((state === 'waiting' || state === 'working') && polls < MAX_POLLS) {
    await http.deps.sleep(POLL_MS, http.deps.signal);
    return { rows: [], next: exportCursor({ id, polls: polls + 1 }) };
  }
  throw http.error('unavailable', `The export of the reject list ended as "${state}". Try again later.`);
}

/** The result is fetched without the API key, and from hosts of Mandrill alone. */
async function download(http: EspHttp, apiOrigin: string, text: string): Promise<Uint8Array> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isTrusted =
    url !== null &&
    (url.origin === apiOrigin || (url.protocol === 'https:' && RESULT_HOST.test(url.hostname)));
  if (!isTrusted)
    throw http.error('invalid-response', 'The export of the reject list is at an unexpected host.');
  const signal = AbortSignal.timeout(http.deps.timeoutMs * 4);
  const response = await http.deps.fetch(url, { redirect: 'error', signal }).catch(() => null);
  if (response?.ok !== true) {
    throw http.error('unavailable', 'The export of the reject list cannot be downloaded. Try again later.');
  }
  return readBytesBounded(response, MAX_ARCHIVE_BYTES);
}

function rowsOf(http: EspHttp, archive: Uint8Array): readonly ExportRow[] {
  const invalid = () =>
    http.error('invalid-response', `The export of the reject list has no readable ${FILE}.`);
  let csv: Uint8Array | undefined;
  try {
    const isWanted = ({ name, originalSize }: { name: string; originalSize: number }) =>
      name.endsWith(FILE) && originalSize <= MAX_CSV_BYTES;
    csv = Object.values(unzipSync(archive, { filter: isWanted }))[0];
  } catch {
    throw invalid();
  }
  if (csv === undefined) throw invalid();
  const rows: Record<string, string>[] = parse(strFromU8(csv), {
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase().replace(/\s+/g, '_')),
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return rows.map((row) => {
    const { email, reason = '', detail, created_at, expires_at } = row;
    if (!email) throw invalid();
    return { email, reason, detail, created_at, expires_at };
  });
}
