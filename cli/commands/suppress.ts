import * as v from 'valibot';
import { oneAddress } from '../address.ts';
import { CommandError, defineCommand, exitCodes, type Option } from '../command.ts';
import { addressShape } from '../documents.ts';
import { openTarget, type TargetChoice, targetOptions } from '../target/target.ts';
import { printJson } from '../terminal.ts';
import { printAnswer } from './explain.ts';

/** What every change by hand states. */
const statement = {
  actor: {
    type: 'string',
    value: 'WHO',
    help: 'Who decides this; it goes into the record and the audit trail.',
  },
  reason: { type: 'string', value: 'WHY', help: 'Why.' },
  list: { type: 'string', value: 'NAME', help: 'One list; every list unless told.' },
  json: { type: 'boolean', help: 'Prints JSON: the verdict after the change.' },
  ...targetOptions,
} as const satisfies Record<string, Option>;

export const suppress = defineCommand({
  usage: ['<address> --actor WHO --reason WHY [options]'],
  options: statement,
  examples: ['suppress ann@example.com --actor support --reason "asked by letter"'],
  run: async (options, positionals) => change('PUT', options, positionals),
});

export const release = defineCommand({
  usage: ['<address> --actor WHO --reason WHY [options]'],
  options: {
    ...statement,
    proof: {
      type: 'string',
      value: 'WHAT',
      help: 'What shows that a person who complained asked for mail again; a complaint needs one.',
    },
  },
  examples: [
    'release ann@example.com --actor support --reason "typo mended"',
    'release bob@example.com --actor support --reason "opted in" --proof "ticket 4711"',
  ],
  run: async (options, positionals) => change('DELETE', options, positionals),
});

interface Stated extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly list?: string | undefined;
  readonly proof?: string | undefined;
  readonly json?: boolean | undefined;
}

async function change(method: 'PUT' | 'DELETE', options: Stated, positionals: readonly string[]) {
  const { actor, reason, list, proof, json, ...choice } = options;
  const address = oneAddress(positionals);
  if (!actor || !reason) throw new CommandError('Say who and why: --actor WHO --reason WHY.');
  const target = await openTarget(choice);
  const answer = await target.ask({
    method,
    path: `/v1/suppressions/${encodeURIComponent(address)}`,
    body: { actor, reason, ...(list !== undefined && { list }), ...(proof !== undefined && { proof }) },
  });
  if (json) printJson(answer);
  else await printAnswer(target, v.parse(addressShape, answer));
  return exitCodes.fine;
}
