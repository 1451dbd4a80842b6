import { textFormat } from './text-format.ts';

/** Exim, with or without `X-Failed-Recipients`, and those that borrowed its words (GMX, 1&1, MXLogic). */
export const exim = textFormat({
  name: 'exim',
  phrases: [
    'this message was created automatically by mail delivery software',
    'this message was created automatically by the smtp relay',
    'a message that you sent could not be delivered to one or more of its recipients',
    'a message that you sent could not be delivered to all of its recipients',
    'a message that you sent has not yet been delivered to one or more of its recipients',
    'could not be delivered to one or more of its recipients. the following address',
    'this message was created automatically by the mail system',
    'this message has been created automatically by mail delivery software',
  ],
});
