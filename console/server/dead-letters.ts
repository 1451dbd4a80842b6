/** The dead-letter queue of a ledger as the console shows it. */
import {
  type DeadLetterResources,
  listDeadLetters,
  readDeadLetter,
  redriveDeadLetters,
} from '../../shared/intake/dead-letters.ts';
import type { DeadLetterQueue } from './backend.ts';

/** @param resources asked at each call: where they are may take a call itself */
export function deadLetterQueue(resources: () => Promise<DeadLetterResources>): DeadLetterQueue {
  return {
    list: async () => listDeadLetters(await resources()),
    async show(id) {
      const found = await readDeadLetter(await resources(), id);
      if (found === null) return null;
      const { delivery, message: _message, ...summary } = found;
      return { ...summary, request: delivery };
    },
    redrive: async () => redriveDeadLetters(await resources()),
  };
}
