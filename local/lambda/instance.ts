import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { loopback } from '../account.ts';
import { listeningPort } from '../listening-port.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Invocation, Outcome } from './invocation.ts';

const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));
const preload = new URL('./answer-sns-fetches.mjs', import.meta.url).href;
const VERSION = '/2018-06-01/runtime';

/** What an instance tells its function. */
export interface InstanceEvents {
  /** It asked for an invocation and has none. */
  idle(instance: Instance): void;
  /** Its process ended; `fault` says why when it never got as far as asking for work. */
  ended(instance: Instance, fault: Outcome | null): void;
}

/**
 * One execution environment of a function: a child process and the Runtime API it asks for work.
 * It runs one invocation at a time. A crash, a timeout or a failed start ends the instance, never the host.
 */
export class Instance {
  readonly #definition: FunctionDefinition;
  readonly #events: InstanceEvents;
  readonly #server: Server;
  #child: ChildProcess | null = null;
  #waiting: ServerResponse | null = null;
  #current: Invocation | null = null;
  #deadline: NodeJS.Timeout | null = null;
  #asked = false;
  #stopped = false;
  #fault: Outcome | null = null;

  constructor(definition: FunctionDefinition, events: InstanceEvents) {
    this.#definition = definition;
    this.#events = events;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.listen(0, loopback, () => this.#launch());
  }

  /** Hands over an invocation; only while idle. */
  run(invocation: Invocation): void {
    const response = this.#waiting;
    if (response === null) throw new Error('The instance did not ask for an invocation.');
    this.#waiting = null;
    this.#current = invocation;
    const milliseconds = this.#definition.timeoutSeconds * 1000;
    this.#deadline = setTimeout(() => this.#timeOut(), milliseconds);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + milliseconds),
      'lambda-runtime-invoked-function-arn': this.#definition.arn,
      'lambda-runtime-trace-id': `Root=1-${invocation.id.slice(0, 8)}-${invocation.id.replaceAll('-', '').slice(8)}`,
    });
    response.end(invocation.event);
  }

  stop(): void {
    this.#stopped = true;
    this.#server.close();
    this.#server.closeAllConnections();
    this.#child?.kill('SIGKILL');
  }

  #launch(): void {
    // Stopped before it listened: the log it would write to is closed.
    if (this.#stopped) return;
    const definition = this.#definition;
    this.#child = spawn(process.execPath, ['--import', preload, bootstrap], {
      cwd: definition.taskRoot,
      env: {
        ...definition.environment,
        AWS_LAMBDA_RUNTIME_API: `${loopback}:${listeningPort(this.#server)}`,
      },
      stdio: ['ignore', definition.log, definition.log],
    });
    this.#child.once('error', (error) => this.#end(`the process could not be started: ${error.message}`));
    this.#child.once('exit', (code, signal) =>
      this.#end(code === null ? `signal ${signal}` : `exit status ${code}`),
    );
  }

  #end(how: string): void {
    this.#server.close();
    this.#server.closeAllConnections();
    const died: Outcome = {
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: `Runtime exited: ${how}`,
    };
    this.#finish(died);
    this.#waiting = null;
    this.#events.ended(this, this.#asked ? null : (this.#fault ?? died));
  }

  #timeOut(): void {
    this.#finish({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: `Task timed out after ${this.#definition.timeoutSeconds.toFixed(2)} seconds`,
    });
    this.stop();
  }

  #finish(outcome: Outcome): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
    const invocation = this.#current;
    this.#current = null;
    invocation?.settle(outcome);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${VERSION}/invocation/next`) {
      this.#asked = true;
      this.#waiting = response;
      this.#events.idle(this);
      return;
    }
    const body = await text(request);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (path === `${VERSION}/init/error`) this.#fault = failure(body);
    const id = this.#current?.id;
    if (path === `${VERSION}/invocation/${id}/response`) this.#finish({ ok: true, payload: body });
    if (path === `${VERSION}/invocation/${id}/error`) this.#finish(failure(body));
  }
}

function failure(report: string): Outcome {
  const field = (name: string) => new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(report)?.[1] ?? '""';
  return {
    ok: false,
    errorType: String(JSON.parse(field('errorType'))),
    errorMessage: String(JSON.parse(field('errorMessage'))),
  };
}
