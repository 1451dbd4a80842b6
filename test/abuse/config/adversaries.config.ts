/** A ledger whose sources have all that an adversary may try to get around: lists, kinds, allowed addresses, rates. */
import type { LedgerConfig, SourceConfig } from '../../../shared/config/define.ts';
import { type ProviderName, providerNames } from '../../../shared/providers/registry.ts';

/** Three sources a provider: of every list, of receipts alone, and one that allows no address of this machine. */
function sourcesOf(provider: ProviderName): readonly (readonly [string, SourceConfig])[] {
  return [
    [provider, { provider, ratePerSecond: 1_000 }],
    [`${provider}-receipts`, { provider, list: 'receipts' }],
    [`${provider}-walled`, { provider, allow: ['192.0.2.0/24', '2001:db8::/32'] }],
  ];
}

export default {
  sources: {
    ...Object.fromEntries(providerNames.flatMap(sourcesOf)),
    news: { provider: 'generic', list: 'news', lists: ['digest'] },
    'bounces-only': { provider: 'generic', kinds: ['bounce', 'deferral', 'delivered'] },
    another: { provider: 'generic' },
    leaked: { provider: 'generic', ratePerSecond: 1_000 },
    limited: { provider: 'generic', ratePerSecond: 2 },
  },
  lists: { receipts: { transactional: true }, news: {}, digest: {} },
  inboundMail: { domain: 'bounces.local.example', reporters: ['feedbackloop.example'] },
  api: {
    jwt: {
      issuer: 'https://login.example.com/',
      audience: ['ledger'],
      scopes: { read: 'ledger:read', list: 'ledger:list', write: 'ledger:write', erase: 'ledger:erase' },
    },
  },
} satisfies LedgerConfig;
