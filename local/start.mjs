/** `npm start`: the local host, on a machine with any Node from 20 on and nothing installed. */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Half of a start is compiling; the emulators' threads and the functions' processes take the variable over.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../.cache/compile', import.meta.url));
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

process.argv.splice(2, 0, fileURLToPath(new URL('./main.ts', import.meta.url)));
await import('./run.mjs');
