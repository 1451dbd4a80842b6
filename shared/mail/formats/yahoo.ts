import { textFormat } from './text-format.ts';

/** Yahoo and the portals that ran its software: `<address>:` and what the remote host said. */
export const yahoo = textFormat({
  name: 'yahoo',
  phrases: [
    'sorry, we were unable to deliver your message to the following address',
    'unable to deliver message to the following address(es)',
    'sorry, we were unable to deliver your message to the following addresses',
  ],
});
