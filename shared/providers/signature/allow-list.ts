import { BlockList, isIP } from 'node:net';

/**
 * Whether an address is inside one of the ranges (`192.0.2.0/24`, `2001:db8::/32`, a single address).
 * An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) counts as IPv4. Ranges that are none are skipped.
 */
export function isAllowed(ip: string, ranges: readonly string[]): boolean {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = familyOf(bare);
  if (family === null) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', length] = range.split('/');
    const kind = familyOf(network);
    if (kind === null) continue;
    const bits = length === undefined ? (kind === 'ipv4' ? 32 : 128) : Number(length);
    if (!Number.isInteger(bits) || bits < 0 || bits > (kind === 'ipv4' ? 32 : 128)) continue;
    list.addSubnet(network, bits, kind);
  }
  return list.check(bare, family);
}

function familyOf(ip: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(ip);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null;
}
