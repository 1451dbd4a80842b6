/**
 * The runtime inside a function's process: the client of the Lambda Runtime API, version 2018-06-01.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * Reads nothing but the documented environment variables, as on Lambda.
 */
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 2 });

/** @returns {Promise<{ headers: import('node:http').IncomingHttpHeaders, body: string }>} */
function call(method, path, payload) {
  return new Promise((resolve, reject) => {
    const headers = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
    const outgoing = request(
      { agent, host, port, method, path: `/2018-06-01/runtime${path}`, headers },
      (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({ headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
        );
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

function report(error) {
  const known = error instanceof Error;
  return JSON.stringify({
    errorType: known ? error.name : typeof error,
    errorMessage: known ? error.message : String(error),
    trace: known ? (error.stack ?? '').split('\n') : [],
  });
}

async function loadHandler() {
  const handlerName = process.env._HANDLER ?? '';
  const dot = handlerName.lastIndexOf('.');
  const base = join(process.env.LAMBDA_TASK_ROOT ?? '', handlerName.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs']
    .map((ending) => base + ending)
    .find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`No file for the handler ${handlerName} in LAMBDA_TASK_ROOT.`);
  const handler = (await import(pathToFileURL(file).href))[handlerName.slice(dot + 1)];
  if (typeof handler !== 'function') throw new Error(`${handlerName} is not a function.`);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', '/invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    let outcome;
    try {
      const result = await handler(JSON.parse(body), contextOf(headers));
      outcome = ['response', JSON.stringify(result ?? null)];
    } catch (error) {
      console.error(error);
      outcome = ['error', report(error)];
    }
    await call('POST', `/invocation/${id}/${outcome[0]}`, outcome[1]);
  }
}

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  console.error(error);
  await call('POST', '/init/error', report(error)).catch(() => {});
  process.exit(1);
}
// The host is gone when its runtime API no longer answers: so is the reason to live.
serve(handler).catch(() => process.exit(0));
