/** The console's pages and its own routes under `/_console/`, for any Node HTTP server on the loopback interface. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Assets, loadAssets } from './assets.ts';
import type { ConsoleBackend } from './backend.ts';
import { ExportLinks, exportContentTypes, exportRequest, exportSuppressions } from './export.ts';
import {
  ConsoleRequestError,
  readBody,
  readJson,
  send,
  sendJson,
  sendProblem,
  streamHeaders,
} from './http.ts';
import { previewRules, rulesRequest } from './rules.ts';

export interface ConsoleHandlerDeps {
  readonly backend: ConsoleBackend;
  /** Whether the pages may change anything. */
  readonly write: boolean;
  /** What every call must send as `X-Console-Token`; null where the server's other routes ask for none either. */
  readonly token: string | null;
  /** Whether the handler passes calls of `/v1/` on to the backend; a server that has the API itself says false. */
  readonly proxy: boolean;
  /** @default The built files of the package, or the bundled sources of a clone. */
  readonly assets?: () => Promise<Assets>;
}

/** Answers a request when its path is the console's. Resolves with false, and answers nothing, when it is not. */
export type ConsoleHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** What the pages ask for first. */
export interface ConsoleSession {
  readonly name: string;
  readonly write: boolean;
  readonly actor: string | null;
  /** Which of the backend's optional members are there. */
  readonly features: Readonly<Record<ConsoleFeature, boolean>>;
}

export const consoleFeatures = [
  'sources',
  'doctor',
  'deadLetters',
  'espListings',
  'sync',
  'customRules',
] as const satisfies ReadonlyArray<keyof ConsoleBackend>;
export type ConsoleFeature = (typeof consoleFeatures)[number];

/** Calls that change nothing although they are no GET. */
const READING_POSTS: ReadonlySet<string> = new Set([
  '/v1/check',
  '/v1/classify',
  '/_console/rules',
  '/_console/exports',
]);

const EXPORT_LINK = '/_console/exports/';
const DEAD_LETTER = '/_console/dead-letters/';

/**
 * Makes the handler. The server in front of it applies the loopback guard (`shared/http/loopback-guard.ts`) to every
 * request first.
 */
export function createConsoleHandler(deps: ConsoleHandlerDeps): ConsoleHandler {
  let assets: Promise<Assets> | null = null;
  const loaded = (): Promise<Assets> => {
    assets ??= (deps.assets ?? loadAssets)();
    return assets;
  };
  const links = new ExportLinks();

  return async (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (url === null) return false;
    const path = url.pathname;
    try {
      if (path.startsWith('/_console/')) await answerOwnRoute(deps, links, request, response, url);
      else if (deps.proxy && path.startsWith('/v1/')) await answerByApi(deps, request, response, url);
      else return await answerAsset(await loaded(), request, response, path);
    } catch (error) {
      answerError(response, error);
    }
    return true;
  };
}

function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else if (error instanceof ConsoleRequestError) {
    sendProblem(response, error.status, error.problem, error.message);
  } else {
    const detail = error instanceof Error ? error.message : 'The cause is not known.';
    sendProblem(response, 502, 'backend-failed', detail);
  }
}

async function answerAsset(
  assets: Assets,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const asset = assets.get(path);
  if (asset === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const headers = { 'content-type': asset.contentType, etag: asset.etag, 'cache-control': 'no-cache' };
  if (request.headers['if-none-match'] === asset.etag) send(response, 304, headers, '');
  else send(response, 200, headers, asset.body);
  return true;
}

async function answerByApi(
  deps: ConsoleHandlerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  authorize(deps, request, url.pathname);
  const { method } = request;
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT' && method !== 'DELETE') {
    throw new ConsoleRequestError(405, 'method-not-allowed', 'Use GET, POST, PUT or DELETE.');
  }
  if (url.pathname.startsWith('/v1/webhooks/')) {
    throw new ConsoleRequestError(404, 'not-found', 'The console passes no webhooks on.');
  }
  const body = await readBody(request);
  const headers = Object.fromEntries(
    ['content-type', 'if-match'].flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const answer = await deps.backend.api({
    method,
    path: `${url.pathname}${url.search}`,
    headers,
    body: body.length === 0 ? null : body,
  });
  send(response, answer.status, answer.headers, answer.body);
}

/** @throws ConsoleRequestError when the call has no token, or would change something and may not */
function authorize({ token, write }: ConsoleHandlerDeps, request: IncomingMessage, path: string): void {
  if (token !== null && !sameText(String(request.headers['x-console-token'] ?? ''), token)) {
    throw new ConsoleRequestError(
      401,
      'token-missing',
      'Open the link that bounce-ledger console printed: it holds the token of this session.',
    );
  }
  const { method = 'GET' } = request;
  const reads = method === 'GET' || method === 'HEAD' || (method === 'POST' && READING_POSTS.has(path));
  if (!reads && !write) {
    throw new ConsoleRequestError(403, 'read-only', 'Start the console with --write to change anything.');
  }
}

/** Compares in constant time. */
function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

async function answerOwnRoute(
  deps: ConsoleHandlerDeps,
  links: ExportLinks,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname;
  if (request.method === 'GET' && path.startsWith(EXPORT_LINK)) {
    await download(deps.backend, links, path.slice(EXPORT_LINK.length), response);
    return;
  }
  authorize(deps, request, path);
  sendJson(response, 200, await resultOf(deps, links, request, url));
}

/** The document that a route answers. @throws ConsoleRequestError */
async function resultOf(
  deps: ConsoleHandlerDeps,
  links: ExportLinks,
  request: IncomingMessage,
  url: URL,
): Promise<unknown> {
  const { backend } = deps;
  const path = url.pathname;
  switch (`${request.method} ${path}`) {
    case 'GET /_console/session':
      return sessionOf(deps);
    case 'GET /_console/sources':
      return { sources: await present(backend.sources)() };
    case 'GET /_console/doctor':
      return { findings: await present(backend.doctor)() };
    case 'GET /_console/esp':
      return { listings: await present(backend.espListings)(parameter(url, 'address')) };
    case 'GET /_console/sync':
      return { sources: await present(backend.sync).sources() };
    case 'GET /_console/sync/plan':
      return await present(backend.sync).plan(parameter(url, 'source'));
    case 'GET /_console/dead-letters':
      return { deadLetters: await present(backend.deadLetters).list() };
    case 'POST /_console/dead-letters/redrive':
      return await present(backend.deadLetters).redrive();
    case 'GET /_console/rules':
      return { response: (await present(backend.customRules)()).response };
    case 'POST /_console/rules':
      return await previewRules(await readJson(request, rulesRequest), backend);
    case 'POST /_console/exports':
      return { path: `${EXPORT_LINK}${links.add(await readJson(request, exportRequest))}` };
    default:
      if (request.method === 'GET' && path.startsWith(DEAD_LETTER)) {
        return await deadLetter(backend, path.slice(DEAD_LETTER.length));
      }
      throw new ConsoleRequestError(404, 'not-found', 'The console has no such route.');
  }
}

function sessionOf({ backend, write }: ConsoleHandlerDeps): ConsoleSession {
  const features: Record<string, boolean> = {};
  for (const feature of consoleFeatures) features[feature] = backend[feature] !== undefined;
  return {
    name: backend.name,
    write,
    actor: backend.actor,
    features: features as ConsoleSession['features'],
  };
}

/** @throws ConsoleRequestError when the backend lacks the member */
function present<T>(member: T | undefined): T {
  if (member !== undefined) return member;
  throw new ConsoleRequestError(404, 'not-found', 'This ledger does not offer it.');
}

/** @throws ConsoleRequestError when the query lacks it */
function parameter(url: URL, name: string): string {
  const value = url.searchParams.get(name);
  if (value) return value;
  throw new ConsoleRequestError(400, 'invalid-parameter', `Give ${name} in the query.`);
}

async function deadLetter(backend: ConsoleBackend, encodedId: string): Promise<unknown> {
  const found = await present(backend.deadLetters).show(decodedId(encodedId));
  if (found !== null) return found;
  throw new ConsoleRequestError(404, 'not-found', 'This message is no longer in the dead-letter queue.');
}

/** An id that is not well encoded names no message. */
function decodedId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** A body that ends early is cut off, so that the browser reports a failed download instead of a short file. */
async function download(
  backend: ConsoleBackend,
  links: ExportLinks,
  secret: string,
  response: ServerResponse,
): Promise<void> {
  const asked = links.take(secret);
  if (asked === null) {
    throw new ConsoleRequestError(410, 'link-expired', 'The link was used or is too old. Export again.');
  }
  const pages = exportSuppressions(backend, asked);
  const first = await pages.next();
  response.writeHead(
    200,
    streamHeaders({
      'content-type': exportContentTypes[asked.format],
      'content-disposition': `attachment; filename="suppressions.${asked.format}"`,
      'cache-control': 'no-store',
    }),
  );
  const text = async function* () {
    if (!first.done) yield first.value;
    yield* pages;
  };
  await pipeline(Readable.from(text()), response);
}
