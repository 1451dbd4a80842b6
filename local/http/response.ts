/** What a function answers, as HTTP: payload format 2.0, with the inference that API Gateway does. */
import type { ServerResponse } from 'node:http';
import * as v from 'valibot';

const structured = v.object({
  statusCode: v.number(),
  headers: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
  cookies: v.optional(v.array(v.string()), []),
  body: v.optional(v.string(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/** Sends a JSON document. */
export function respond(response: ServerResponse, status: number, document: unknown): void {
  const body = Buffer.from(JSON.stringify(document));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

/** Sends what a function returned, JSON text: with a status code it is a response, without one it is a body. */
export function respondFromFunction(response: ServerResponse, payload: string): void {
  const returned: unknown = JSON.parse(payload);
  const result = v.safeParse(structured, returned);
  if (!result.success) {
    respond(response, 200, returned);
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.output;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (!response.hasHeader('content-type') && bytes.length > 0)
    response.setHeader('content-type', 'text/plain');
  // The length of what GET would answer is not known here, and no other may be stated (RFC 9110, 8.6).
  const isHead = response.req.method === 'HEAD';
  response.writeHead(statusCode, isHead ? {} : { 'content-length': bytes.length }).end(bytes);
}
