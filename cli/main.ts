#!/usr/bin/env node
import module from 'node:module';

// Start-up dominates most commands: keep the compiled code, of everything that is loaded after this.
module.enableCompileCache?.();

const { runCommandLine } = await import('./command-line.ts');
await runCommandLine(process.argv.slice(2));
