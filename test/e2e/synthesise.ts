import { defaultConfig, synthesise } from '../../local/synthesis.ts';

/** The template is synthesised once, before the hosts of all files want it at the same time. */
export async function setup(): Promise<void> {
  await synthesise(defaultConfig);
}
