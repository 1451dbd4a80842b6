import { randomUUID } from 'node:crypto';

/** What a function answered: JSON text, or an error in the Runtime API's words. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** One event on its way through a function. */
export class Invocation {
  readonly id: string = randomUUID();
  /** JSON text. */
  readonly event: string;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;

  constructor(event: string) {
    this.event = event;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.outcome = promise;
    this.settle = resolve;
  }
}
