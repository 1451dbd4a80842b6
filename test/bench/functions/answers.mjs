/**
 * Run in a fresh process: `node answers.mjs BUNDLE EVENT TIMES`. Imports a function's bundle, asks it that often, and
 * prints what that took as its last line. Plain JavaScript: a loader of TypeScript would be measured too.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, eventFile, times] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const url = pathToFileURL(bundle).href;

/** What the functions read of Lambda's context. */
const context = { getRemainingTimeInMillis: () => 60_000 };

let logged = 0;
const write = process.stdout.write.bind(process.stdout);

const began = performance.now();
const { handler } = await import(url);
let answer = await handler(event, context);
const first = performance.now() - began;

process.stdout.write = (chunk) => {
  logged += Buffer.byteLength(chunk);
  return true;
};
const cpu = [];
for (let n = 1; n < Number(times); n++) {
  logged = 0;
  const before = process.cpuUsage();
  answer = await handler(event, context);
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1000);
}
write(`\n${JSON.stringify({ first, cpu, logged, answer })}\n`, () => process.exit());
