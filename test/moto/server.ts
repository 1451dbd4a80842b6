/** moto, another implementation of AWS's services, as a server on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { accountId, loopback, region } from '../../local/account.ts';
import { listeningPort } from '../../local/listening-port.ts';
import { pythonCommand } from '../python-tool.ts';

const READY_WITHIN_MS = 120_000;

export interface MotoServer {
  /** `http://127.0.0.1:N`, of every service. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** @throws Error when it does not answer in time */
export async function startMoto(): Promise<MotoServer> {
  const { command, args, env } = pythonCommand({
    package: 'moto',
    extra: 'server',
    version: '5.2.5',
    program: 'moto_server',
  });
  const port = await freePort();
  const child = spawn(command, [...args, '-H', loopback, '-p', String(port)], {
    env: { ...env, MOTO_ACCOUNT_ID: accountId, AWS_DEFAULT_REGION: region },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  const endpoint = `http://${loopback}:${port}`;
  for (const until = Date.now() + READY_WITHIN_MS; ; await delay(200)) {
    if (await answers(`${endpoint}/moto-api/data.json`)) break;
    if (Date.now() > until || child.exitCode !== null) {
      child.kill();
      throw new Error(`moto_server does not answer at ${endpoint}. Remove .cache/moto and try again.`);
    }
  }
  return {
    endpoint,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, loopback);
  await once(server, 'listening');
  const port = listeningPort(server);
  server.close();
  await once(server, 'close');
  return port;
}
