import { mailboxOf } from '../mail/mime/addresses.ts';
import { parseHeaderSection } from '../mail/mime/header-section.ts';
import type { MailVerdicts } from '../providers/provider.ts';

/** Octets of a mail that are searched for its header section. */
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * Whether a mail is of one of the reporters (domains, their subdomains included): SES found that DMARC passes, which
 * ties the domain of From to SPF or DKIM (RFC 7489), or that DKIM passes, and every signature is of a reporter. A mail
 * may carry a signature of another domain beside its own, and SES does not say which of them passed.
 */
export function isFromReporter(
  raw: Buffer,
  { dkim, dmarc }: MailVerdicts,
  reporters: readonly string[],
): boolean {
  if (reporters.length === 0 || (dkim !== 'PASS' && dmarc !== 'PASS')) return false;
  const text = raw.toString('latin1', 0, MAX_HEADER_BYTES);
  const header = parseHeaderSection(text, 0, (octets) => octets.toString('latin1'));
  const isReporter = (domain: string) =>
    reporters.some((reporter) => domain === reporter || domain.endsWith(`.${reporter}`));
  if (dmarc === 'PASS') {
    const from = header.all('from');
    const [only = ''] = from;
    if (from.length === 1 && isReporter(domainOf(mailboxOf(only)))) return true;
  }
  if (dkim !== 'PASS') return false;
  const signers = header.all('dkim-signature').map(signingDomain);
  return signers.length > 0 && signers.every(isReporter);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The `d=` tag (RFC 6376, 3.5). */
function signingDomain(signature: string): string {
  return /(?:^|;)\s*d\s*=\s*([^;\s]+)/.exec(signature)?.[1]?.toLowerCase() ?? '';
}
