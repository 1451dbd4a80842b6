import type { RuleFile } from '../rule.ts';
import { LIKELY, PLAIN } from './strength.ts';

/** Nothing failed: a message arrived, or went on to where nobody can report. */
export const delivered: RuleFile = {
  file: 'delivered',
  rules: [
    {
      name: 'receipt',
      code: 5999,
      strength: PLAIN + 5,
      phrases: [
        ['no delivery notification', 'Exchange: delivery is complete'],
        ['delivery notification was not', 'Exchange: delivery is complete'],
        ['was read on', 'Outlook: a receipt'],
        ['was displayed on', 'RFC 8098: a receipt'],
        ['deleted without being read', 'Outlook: a receipt'],
        ['is complete but', 'Exchange: delivery is complete'],
        ['accepted for relay', 'DSNs'],
        ['not report delivery', 'DSNs'],
        ['non dsn aware', 'DSNs'],
      ],
    },
    {
      name: 'delivered',
      code: 5999,
      strength: LIKELY,
      phrases: [
        ['successfully delivered', 'DSNs'],
        ['delivered successfully', 'DSNs'],
        ['was successfully', 'DSNs'],
        ['message delivered', 'DSNs'],
        ['message was delivered', 'DSNs'],
        ['has been delivered', 'DSNs'],
        ['relayed to', 'DSNs'],
        ['return receipt', 'DSNs'],
        ['delivery receipt', 'DSNs'],
        ['success delivery status', 'Sendmail'],
        ['successful delivery', 'DSNs'],
        ['successful mail delivery', 'Postfix'],
        ['list moderator', 'Mailman: the post waits for approval'],
        ['held for moderat*', 'mailing lists'],
        ['awaits moderat*', 'mailing lists'],
        ['no further notice', 'DSNs'],
        ['no further notification*', 'DSNs'],
      ],
    },
  ],
};
