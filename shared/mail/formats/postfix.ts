import { textFormat } from './text-format.ts';

/** Postfix without its delivery-status part, as relays and lists leave it: `<address>: host mx said: …`. */
export const postfix = textFormat({
  name: 'postfix',
  phrases: [
    'this is the mail system at host',
    'this is the postfix program at host',
    'this is the mail delivery system at',
    "i'm sorry to have to inform you that your message could not be delivered",
    "i'm sorry to have to inform you that the message returned below could not be delivered",
    'this is an informative message sent by postfix',
  ],
});
