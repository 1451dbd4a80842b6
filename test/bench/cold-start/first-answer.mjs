/**
 * Run in a fresh process: `node first-answer.mjs BUNDLE EVENT`. Imports a function's bundle, asks it once, and
 * prints the milliseconds that took, as the last line. Plain JavaScript: a loader of TypeScript would be measured too.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const url = pathToFileURL(bundle).href;
const began = performance.now();
const { handler } = await import(url);
const answer = await handler(event);
const milliseconds = performance.now() - began;
console.log(`\n${JSON.stringify({ milliseconds, answer })}`);
process.exit();
