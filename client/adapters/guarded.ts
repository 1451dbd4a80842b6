/** What the adapters to mail libraries have in common. */
import type { LedgerClient } from '../client.ts';
import type { RecipientField } from '../recipients/fields.ts';
import type { MessageWithRecipients } from '../recipients/split.ts';
import { RecipientsWithheldError } from '../recipients/withheld.ts';

export interface GuardOptions {
  /**
   * What is done about a message that has withheld recipients: `drop` sends it to the others, `throw` sends it to none.
   * A message without any recipient left is not sent in either case; the call rejects with a `RecipientsWithheldError`.
   * @default 'drop'
   */
  readonly onWithheld?: 'drop' | 'throw';
  /**
   * The list that the messages are for.
   * @default the client's list
   */
  readonly list?: string;
}

/** What an adapter needs of the client. */
export type RecipientFilter = Pick<LedgerClient, 'filter'>;

/** The names of a library's recipient fields: to, cc, bcc. */
export type FieldNames = readonly [to: string, cc: string, bcc: string];

/**
 * The message as it may be sent.
 * @param toRequired whether the ESP refuses a message without To; a Cc recipient takes its place then, never a Bcc one,
 *   whom the others would see
 * @throws RecipientsWithheldError
 */
export async function allowedMessage<Message>(
  ledger: RecipientFilter,
  message: Message,
  options: GuardOptions & { readonly fields: FieldNames; readonly toRequired?: boolean },
): Promise<Message> {
  if (typeof message !== 'object' || message === null) throw new TypeError('The message is not an object.');
  const [to, cc, bcc] = options.fields;
  const source: object = message;
  const field = (name: string): RecipientField => Reflect.get(source, name);
  const given: MessageWithRecipients = { to: field(to), cc: field(cc), bcc: field(bcc) };
  const { send, withheld } = await ledger.filter(
    given,
    options.list === undefined ? {} : { list: options.list },
  );
  if (send === given) return message;
  if (send === null || options.onWithheld === 'throw') throw new RecipientsWithheldError(withheld);
  let left = send;
  if (options.toRequired && send.to === undefined) {
    if (send.cc === undefined) throw new RecipientsWithheldError(withheld);
    const { cc: promoted, ...rest } = send;
    left = { ...rest, to: promoted };
  }
  const allowed = { ...message };
  for (const [name, value] of [
    [to, left.to],
    [cc, left.cc],
    [bcc, left.bcc],
  ] as const) {
    if (value === undefined) Reflect.deleteProperty(allowed, name);
    else Reflect.set(allowed, name, value);
  }
  return allowed;
}

/** A message of a batch: what may be sent of it, or why nothing is. */
export type BatchPart<Message> =
  | { readonly message: Message; readonly error?: undefined }
  | { readonly error: RecipientsWithheldError };

/**
 * Filters the messages of a batch, which share their look-ups.
 * @throws RecipientsWithheldError when nothing of the batch may be sent
 */
export async function allowedBatch<Message>(
  messages: readonly Message[],
  allow: (message: Message) => Promise<Message>,
): Promise<BatchPart<Message>[]> {
  const parts = await Promise.all(
    messages.map(async (message): Promise<BatchPart<Message>> => {
      try {
        return { message: await allow(message) };
      } catch (error) {
        if (error instanceof RecipientsWithheldError) return { error };
        throw error;
      }
    }),
  );
  if (parts.length > 0 && parts.every(({ error }) => error !== undefined)) {
    throw new RecipientsWithheldError(parts.flatMap(({ error }) => error?.withheld ?? []));
  }
  return parts;
}

export function messagesOf<Message>(parts: readonly BatchPart<Message>[]): Message[] {
  return parts.flatMap((part) => (part.error === undefined ? [part.message] : []));
}

/** Puts the ESP's results back beside their messages, and `withheld` in the places of those that were not sent. */
export function resultsInOrder<Result>(
  parts: readonly BatchPart<unknown>[],
  results: readonly Result[],
  withheld: (error: RecipientsWithheldError) => Result,
): Result[] {
  const sent = results.values();
  return parts.flatMap(({ error }) => {
    if (error !== undefined) return [withheld(error)];
    const { value } = sent.next();
    return value === undefined ? [] : [value];
  });
}

/** Calls a method of the library's own. */
type Original = (args: readonly unknown[]) => Promise<unknown>;
/** What is called in its place. */
export type Replacement = (original: Original, args: readonly unknown[]) => Promise<unknown>;

/** In place of a method whose first argument is one message. */
export function withFirstAllowed(allow: <Message>(message: Message) => Promise<Message>): Replacement {
  return async (original, [message, ...rest]) => original([await allow(message), ...rest]);
}

/**
 * The same object with some methods replaced. Where the caller gave a callback as the last argument, it is told what
 * kept a message from being sent.
 */
export function withMethods<Target extends object>(
  target: Target,
  methods: Readonly<Record<string, Replacement>>,
): Target {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const replacement =
        typeof name === 'string' && Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (replacement === undefined) return value.bind(target);
      const original = async (args: readonly unknown[]) => Reflect.apply(value, target, args);
      return async (...args: readonly unknown[]) => {
        const callback = args.at(-1);
        try {
          return await replacement(original, args);
        } catch (error) {
          if (typeof callback !== 'function') throw error;
          callback(error, null);
          return undefined;
        }
      };
    },
  });
}
