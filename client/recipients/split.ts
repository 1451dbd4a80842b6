/** Splits a message by the answers to its recipients. */
import type { Answer } from '../answer.ts';
import { addressesOf, type RecipientField, withoutWithheld } from './fields.ts';
import { toWithheld, type Withheld } from './withheld.ts';

/** A message with recipients under the names that most mail libraries use. */
export interface MessageWithRecipients {
  readonly to?: RecipientField;
  readonly cc?: RecipientField;
  readonly bcc?: RecipientField;
}

export interface FilterResult<Message> {
  /** The message without the recipients that are withheld, in the form it was given; null when no recipient is left. */
  readonly send: Message | null;
  /** The recipients it is not sent to, in the order of the message; empty in a dry run. */
  readonly withheld: readonly Withheld[];
  /** In a dry run, the recipients that would be withheld; empty otherwise. */
  readonly wouldWithhold: readonly Withheld[];
}

const FIELDS = ['to', 'cc', 'bcc'] as const;

/** All addresses of a message, without display names, in order. */
export function recipientsOf(message: MessageWithRecipients): string[] {
  return FIELDS.flatMap((field) => addressesOf(message[field]));
}

/** @param answers to `recipientsOf(message)` */
export function splitMessage<Message extends MessageWithRecipients>(
  message: Message,
  answers: readonly Answer[],
  dryRun: boolean,
): FilterResult<Message> {
  const unsent = answers.filter(({ send }) => !send);
  const withheld = unsent.map(toWithheld);
  if (dryRun) return { send: message, withheld: [], wouldWithhold: withheld };
  if (unsent.length === 0) return { send: message, withheld, wouldWithhold: [] };
  if (unsent.length === answers.length) return { send: null, withheld, wouldWithhold: [] };
  const addresses = new Set(unsent.map(({ recipient }) => recipient));
  const send = { ...message };
  for (const field of FIELDS) {
    const left = withoutWithheld(message[field], (address) => addresses.has(address));
    if (left === undefined) delete send[field];
    else Reflect.set(send, field, left);
  }
  return { send, withheld, wouldWithhold: [] };
}
