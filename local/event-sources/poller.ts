import { setTimeout as delay } from 'node:timers/promises';

/** Something that feeds a function from an event source until it is stopped. */
export interface Poller {
  stop(): void;
}

/** Runs `step` again and again until the signal; a step that fails is tried again after a moment. */
export async function repeat(signal: AbortSignal, step: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await step();
    } catch {
      if (!signal.aborted) await delay(200);
    }
  }
}
