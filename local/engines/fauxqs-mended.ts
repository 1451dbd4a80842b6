/**
 * fauxqs on SQLite loses a message that a receiver hands back at once (visibility 0): it takes the message out of its
 * hands, then sets a count to null that may not be null, and answers 500. The message is there again after a restart,
 * too late for whoever looks through a dead-letter queue.
 */
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';

interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady: (this: Persistence, messageId: string) => void;
}

const moduleShape = v.object({
  PersistenceManager: v.custom<{ readonly prototype: Persistence }>((value) => typeof value === 'function'),
});

/** Mends it for this process; before fauxqs is started. @throws ValiError when this fauxqs is built otherwise */
export async function mendHandingBack(): Promise<void> {
  const persistence: unknown = await import(new URL('persistence.js', import.meta.resolve('fauxqs')).href);
  v.parse(moduleShape, persistence).PersistenceManager.prototype.updateMessageReady = function (messageId) {
    this.db
      .prepare(
        'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
      )
      .run(messageId);
  };
}
