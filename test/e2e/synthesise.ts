import { defaultConfig, synthesise } from '../../local/synthesis.ts';
import { configs } from '../abuse/hosts.ts';

/** The templates are synthesised once, before the hosts of all files want them at the same time. */
export async function setup(): Promise<void> {
  await Promise.all([defaultConfig, ...Object.values(configs)].map(synthesise));
}
