import type { Verification } from '../provider.ts';

/** The request is the ESP's own. */
export function verified(): Verification {
  return { verified: true };
}

/** The request is not shown to be the ESP's. `reason` names the check that failed and quotes nothing of the request. */
export function rejected(reason: string): Verification {
  return { verified: false, reason };
}
