/**
 * Amazon's own DynamoDB Local, the stricter engine: true consumed capacity, streams, transactions. It comes from
 * Maven Central into `.cache/` once, and needs Java 17 and Maven.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listeningPort } from '../../local/listening-port.ts';

const VERSION = '3.1.0';
const folder = fileURLToPath(new URL('../../.cache/dynamodb-local/', import.meta.url));
const libraries = join(folder, VERSION);
const JAVA = 17;
const START_LIMIT = 30_000;
/** Runs a program until it ends, or its parent does, however suddenly: its end of the pipe closes then. */
const UNTIL_INPUT_ENDS =
  'exec 3<&0; "$@" & program=$!; (cat <&3 >/dev/null; kill "$program" 2>/dev/null) & wait "$program"';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bounce-ledger</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** DynamoDB Local cannot run here; the message says what to install. */
export class DynamoDbLocalMissingError extends Error {
  override readonly name = 'DynamoDbLocalMissingError';
}

/**
 * Starts DynamoDB Local in memory, on 127.0.0.1; a free port unless one is named.
 * @throws DynamoDbLocalMissingError when Java 17 or Maven is missing, or its files cannot be fetched.
 */
export async function startDynamoDbLocal({ port }: { port?: number } = {}): Promise<DynamoDbLocal> {
  await requireJava();
  await fetchOnce();
  const chosen = port ?? (await freePort());
  const java = spawn(
    'sh',
    [
      ...['-c', UNTIL_INPUT_ENDS, 'sh', 'java'],
      `-Djava.library.path=${libraries}`,
      '-Xmx512m',
      '-cp',
      join(libraries, '*'),
      'software.amazon.dynamodb.services.local.main.ServerRunner',
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
      '-port',
      String(chosen),
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const endpoint = `http://127.0.0.1:${chosen}`;
  await answers(endpoint, java);
  return {
    endpoint,
    async stop() {
      if (java.exitCode !== null) return;
      const ended = once(java, 'exit');
      java.stdin.end();
      await ended;
    },
  };
}

async function requireJava(): Promise<void> {
  const output = await run('java', ['-version']).catch(() => '');
  const major = Number(/version "(\d+)/.exec(output)?.[1]);
  if (major >= JAVA) return;
  throw new DynamoDbLocalMissingError(
    `DynamoDB Local needs Java ${JAVA} or newer on the path; ` +
      `${Number.isNaN(major) ? 'there is none' : `there is ${major}`}. Install one (for example Eclipse Temurin).`,
  );
}

async function fetchOnce(): Promise<void> {
  const done = join(libraries, 'complete');
  if (existsSync(done)) return;
  await mkdir(libraries, { recursive: true });
  await writeFile(join(folder, 'pom.xml'), pom);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libraries}`];
  try {
    await run('mvn', ['-q', '-B', '-f', join(folder, 'pom.xml'), ...goal]);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new DynamoDbLocalMissingError(
      missing
        ? 'Maven is not on the path; it fetches DynamoDB Local. Install Maven 3.'
        : 'Maven could not fetch software.amazon.dynamodb:DynamoDBLocal. Look at its output: ' +
            `mvn -f ${join(folder, 'pom.xml')} ${goal[0]}`,
      { cause: error },
    );
  }
  await writeFile(done, '');
}

/** Runs a program to its end; answers all that it wrote. Rejects when it fails. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return output;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = listeningPort(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until it answers HTTP at all. */
async function answers(endpoint: string, java: ChildProcessByStdio<Writable, null, null>): Promise<void> {
  const limit = Date.now() + START_LIMIT;
  while (Date.now() < limit) {
    if (java.exitCode !== null)
      throw new DynamoDbLocalMissingError(`DynamoDB Local ended at once with ${java.exitCode}.`);
    const up = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (up) return;
    await delay(100);
  }
  java.stdin.end();
  throw new DynamoDbLocalMissingError(`DynamoDB Local did not answer within ${START_LIMIT / 1000} seconds.`);
}
