import * as v from 'valibot';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { stormShape } from '../documents.ts';
import { openTarget, targetOptions } from '../target/target.ts';
import { print, printJson } from '../terminal.ts';
import { moment } from '../verdict.ts';

const decidedShape = v.object({ ...stormShape.entries, released: v.optional(v.number(), 0) });

export const storms = defineCommand({
  usage: [
    'show <domain>',
    'dismiss <domain> --actor WHO --reason WHY   (the receiver was broken: its verdicts are void)',
    'confirm <domain> --actor WHO --reason WHY   (the addresses are gone: the verdicts stand at once)',
  ],
  options: {
    actor: { type: 'string', value: 'WHO', help: 'Who decides; it goes into the audit trail.' },
    reason: { type: 'string', value: 'WHY', help: 'Why.' },
    json: { type: 'boolean', help: 'Prints JSON.' },
    ...targetOptions,
  },
  examples: ['storms dismiss example.com --actor ops --reason "their directory was down"'],
  run: async ({ actor, reason, json, ...choice }, [verb, domain]) => {
    if (domain === undefined || !isVerb(verb))
      throw new CommandError('Say show, dismiss or confirm, and a domain.');
    if (verb !== 'show' && !(actor && reason))
      throw new CommandError('Say who and why: --actor WHO --reason WHY.');
    const target = await openTarget(choice);
    const path = `/v1/storms/${encodeURIComponent(domain)}`;
    const answer = await target.ask(
      verb === 'show'
        ? { method: 'GET', path }
        : { method: 'POST', path, body: { decision: verb, actor, reason } },
    );
    if (json) printJson(answer);
    else printStorm(v.parse(decidedShape, answer), verb);
    return exitCodes.fine;
  },
});

function isVerb(verb: string | undefined): verb is 'show' | 'dismiss' | 'confirm' {
  return verb === 'show' || verb === 'dismiss' || verb === 'confirm';
}

function printStorm(storm: v.InferOutput<typeof decidedShape>, verb: string): void {
  const { domain, from, until, addresses, decided, released } = storm;
  print(`${domain}: ${addresses} addresses or more turned permanent from ${moment(from)} UTC on.`);
  print(
    decided === null ? `Its verdicts are pending until ${moment(until)} UTC.` : `A person ${decided} it.`,
  );
  if (verb === 'dismiss') print(`${released} addresses were let go.`);
}
