/** `npm start`: the local host, on a machine with any Node from 20 on and nothing installed. */
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('./main.ts', import.meta.url)));
await import('./run.mjs');
