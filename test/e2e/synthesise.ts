import { join } from 'node:path';
import { defaultConfig, synthesise } from '../../local/synthesis.ts';
import { configs } from '../abuse/hosts.ts';

/** The templates are synthesised once, before the hosts of all files want them at the same time. */
export async function setup(): Promise<void> {
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', '..', '.cache', 'compile');
  // The first builds the handlers, which the others find.
  await synthesise(defaultConfig);
  await Promise.all(Object.values(configs).map(synthesise));
}
