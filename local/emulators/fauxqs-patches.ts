/**
 * Patches for three bugs of fauxqs. It refuses messages with characters beyond U+FFFF, which SQS accepts: an emoji in the
 * subject that an event quotes.
 *
 * On SQLite it loses a message whose visibility timeout is reset to 0: it removes the message from those in flight, then
 * sets a count to null that may not be null, and answers 500. The message is visible again after a restart, too late for
 * a reader of a dead-letter queue.
 *
 * It sorts the keys of a bucket by locale, where S3 sorts them by their bytes, and finds the beginning of a page by code
 * unit: a listing in pages leaves keys out.
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

const charactersShape = v.object({ INVALID_MESSAGE_BODY_CHAR: v.instance(RegExp) });

/**
 * Lets emoji through, in this process; before fauxqs is started. The expression is a constant of the module: only its
 * own pattern can be changed. @throws ValiError when this fauxqs is built otherwise
 */
export async function patchMessageCharacters(): Promise<void> {
  const types: unknown = await import(new URL('sqs/sqsTypes.js', import.meta.resolve('fauxqs')).href);
  v.parse(charactersShape, types).INVALID_MESSAGE_BODY_CHAR.compile(
    '[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\u{10000}-\\u{10ffff}]',
    'u',
  );
}

/**
 * Makes a message visible again once its timeout is reset, in this process; before fauxqs is started.
 * @throws ValiError when this fauxqs is built otherwise
 */
export async function patchVisibilityReset(): Promise<void> {
  const persistence: unknown = await import(new URL('persistence.js', import.meta.resolve('fauxqs')).href);
  v.parse(moduleShape, persistence).PersistenceManager.prototype.updateMessageReady = function (messageId) {
    this.db
      .prepare(
        'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
      )
      .run(messageId);
  };
}

/**
 * Compares texts by code unit in this process, which runs nothing but fauxqs: of the keys of the archive, which are
 * ASCII, that is the order of their bytes.
 */
export function patchListOrder(): void {
  Object.defineProperty(String.prototype, 'localeCompare', {
    value(this: string, that: string): number {
      if (this === that) return 0;
      return this < that ? -1 : 1;
    },
  });
}
