import { toLedgerAddress } from '../shared/address/address.ts';
import { CommandError } from './command.ts';

/** The one address that a command is given. @throws CommandError when there is none, or more, or it is not one. */
export function oneAddress([given, ...more]: readonly string[]): string {
  if (given === undefined || more.length > 0) throw new CommandError('Give one address.');
  return requireAddress(given);
}

/** @throws CommandError when it is not an address. */
export function requireAddress(given: string): string {
  if (toLedgerAddress(given) !== null) return given;
  throw new CommandError('That is not an e-mail address. Write it as ann@example.com.');
}
