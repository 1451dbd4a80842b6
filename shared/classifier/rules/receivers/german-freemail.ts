import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** GMX, web.de, mail.com and IONOS ("Error messages" of their postmasters), and T-Online. */
export const germanFreemail: RuleFile = {
  file: 'receivers/german-freemail',
  rules: [
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['ip address is listed .. gmx', 'GMX'],
        ['ip address is black listed', 'GMX, web.de: 554'],
        ['ip address is block listed', 'GMX, web.de: 554'],
        ['a problem occurred ask', 'T-Online: 554'],
        ['*rx.t online.de*', 'T-Online: the address to write to'],
      ],
    },
    {
      name: 'refused',
      code: 1999,
      strength: RECEIVER + 1,
      phrases: [
        ['reject due to policy restrictions', 'GMX, web.de: 550, 554'],
        ['reject due to policy violations', 'GMX, web.de: 421, 450'],
        ['reject due to spf policy', 'GMX, web.de: 550'],
        ['bad dns ptr resource record', 'GMX, web.de: 554'],
        ['sender address is not allowed', 'GMX, web.de: 550'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [['rate limit reached', 'GMX, web.de: 421, 450']],
    },
    {
      name: 'spam',
      code: 1004,
      strength: RECEIVER,
      phrases: [
        ['message considered as spam', 'T-Online: 550 5.7.0'],
        ['message is classified as spam', 'GMX, web.de'],
      ],
    },
  ],
};
