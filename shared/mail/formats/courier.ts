import { textFormat } from './text-format.ts';

/** Courier: `<address>:`, the host asked, and the dialogue. */
export const courier = textFormat({
  name: 'courier',
  phrases: [
    'this is a delivery status notification from',
    'running the courier mail server',
    'your message to the following recipients cannot be delivered',
    'your message to the following recipients has been delayed',
  ],
});
