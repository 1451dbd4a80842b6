import { text } from 'node:stream/consumers';
import { toLedgerAddress } from '../shared/address/address.ts';
import { CommandError } from './command.ts';

/** The one address that a command is given. @throws CommandError when there is none, or more, or it is not one. */
export function oneAddress([given, ...more]: readonly string[]): string {
  if (given === undefined || more.length > 0) throw new CommandError('Give one address.');
  return requireAddress(given);
}

/** @throws CommandError when it is not an address, or cannot be named in the path of a question. */
export function requireAddress(given: string): string {
  if (toLedgerAddress(given) === null) {
    throw new CommandError('That is not an e-mail address. Write it as ann@example.com.');
  }
  if (isPercentEncoded(given)) {
    throw new CommandError('That address is percent-encoded. Write it as it is: ann+news@example.com.');
  }
  return given;
}

/** Gateways differ in whether they decode a path: a percent-encoded address might name another mailbox. */
export function isPercentEncoded(address: string): boolean {
  return /%[0-9a-f]{2}/i.test(address);
}

/** The arguments of a command that takes several addresses, or one a line of standard input for `-`. @throws CommandError */
export async function givenAddresses(given: readonly string[]): Promise<readonly string[]> {
  const lines = given.length === 1 && given[0] === '-' ? (await text(process.stdin)).split('\n') : given;
  const addresses = lines.map((line) => line.trim()).filter((address) => address !== '');
  if (addresses.length > 0) return addresses;
  throw new CommandError('Give addresses, or "-" to read them from standard input, one a line.');
}
