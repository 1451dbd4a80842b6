import type { Proof } from '../provider.ts';

/** The request is the ESP's own. */
export function genuine(): Proof {
  return { genuine: true };
}

/** The request is not shown to be the ESP's. `reason` names the check that failed and quotes nothing of the request. */
export function refused(reason: string): Proof {
  return { genuine: false, reason };
}
