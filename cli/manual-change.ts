/** What `suppress` and `release` share: who decides and why, and the change of one address. */
import type { Command, OptionValues } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { addressSchema } from '../shared/api/documents.ts';
import { requireAddress } from './address.ts';
import { CommandError } from './command.ts';
import { openTarget, type TargetChoice, withTarget } from './target/target.ts';

/** Adds what every manual change states. */
export function withStatement<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return withTarget(command)
    .option('--actor <who>', 'Who decides; recorded with the address and in the audit trail.')
    .option('--reason <why>', 'Why; recorded in the same places.')
    .option('--list <name>', 'One list. Default: every list.')
    .option('--json', 'Print JSON: the status after the change.');
}

export interface Stated extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly list?: string | undefined;
  readonly proof?: string | undefined;
  readonly json?: boolean | undefined;
}

/** @param repeats an address that is not suppressed is no error: it may still be lifted elsewhere */
export async function makeChange(
  method: 'PUT' | 'DELETE',
  { actor, reason, list, proof, ...choice }: Stated,
  given: string,
  repeats = false,
) {
  const address = requireAddress(given);
  if (!actor || !reason) throw new CommandError('Give an actor and a reason: --actor WHO --reason WHY.');
  const target = await openTarget(choice);
  const path = encodeURIComponent(address);
  const body = { actor, reason, ...(list !== undefined && { list }), ...(proof !== undefined && { proof }) };
  const answer = await target
    .ask({ method, path: `/v1/suppressions/${path}`, body })
    .catch(async (error: unknown) => {
      if (!repeats || !(error instanceof CommandError)) throw error;
      const now = await target.ask({
        method: 'GET',
        path: `/v1/addresses/${path}`,
        query: { list, consistent: 'true' },
      });
      if (v.parse(addressSchema, now).suppressed) throw error;
      return now;
    });
  return { target, address, stated: { actor, reason }, answer };
}
