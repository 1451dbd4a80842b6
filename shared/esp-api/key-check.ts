import { EspApiError } from './errors.ts';
import type { EspApiDefinition, EspOperation, KeyCheck } from './types.ts';

/**
 * Tries a key with one harmless call an operation. Writes cannot be tried without writing: they stay `unknown` unless
 * the ESP lists a key's permissions.
 */
export async function checkByCalls(
  definition: Pick<EspApiDefinition, 'permissions'>,
  calls: Readonly<Partial<Record<EspOperation, () => Promise<unknown>>>>,
): Promise<KeyCheck> {
  const operations: Partial<Record<EspOperation, 'granted' | 'missing' | 'unknown'>> = {};
  for (const operation of Object.keys(definition.permissions) as EspOperation[]) {
    operations[operation] = 'unknown';
  }
  let refused = 0;
  for (const [operation, call] of Object.entries(calls) as [EspOperation, () => Promise<unknown>][]) {
    try {
      await call();
      operations[operation] = 'granted';
    } catch (error) {
      if (!(error instanceof EspApiError)) throw error;
      if (error.kind === 'unauthorized') refused++;
      else if (error.kind !== 'forbidden') throw error;
      operations[operation] = 'missing';
    }
  }
  // Some ESPs answer 401 to a missing permission too: the key is refused when nothing at all is granted.
  const isRefused = refused > 0 && !Object.values(operations).includes('granted');
  return keyCheck(definition, operations, !isRefused);
}

/** The result, with the names of what is missing. */
export function keyCheck(
  definition: Pick<EspApiDefinition, 'permissions'>,
  operations: KeyCheck['operations'],
  valid = true,
): KeyCheck {
  const missing = (Object.keys(operations) as EspOperation[])
    .filter((operation) => operations[operation] === 'missing')
    .map((operation) => definition.permissions[operation] ?? operation);
  return { valid, operations, missing: [...new Set(missing)] };
}
