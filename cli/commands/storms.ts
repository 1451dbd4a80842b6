import * as v from 'valibot';
import { type IncidentDocument, incidentSchema, stormSchema } from '../../shared/api/documents.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { print, printJson, printTable } from '../terminal.ts';
import { moment } from '../verdict.ts';

const decidedSchema = v.object({ ...stormSchema.entries, released: v.optional(v.number(), 0) });

export const storms: CommandSetup = (command) => {
  addExamples(
    command,
    'storms list',
    'storms dismiss example.com --actor ops --reason "their directory was down"',
  );
  withTarget(command.command('list').description('List the storms that opened last.'))
    .option('--json', 'Print JSON.')
    .action(async ({ json, ...choice }) => {
      const answer = await (await openTarget(choice)).ask({ method: 'GET', path: '/v1/incidents' });
      const { incidents } = v.parse(incidentsSchema, answer);
      if (json) printJson(incidents);
      else if (incidents.length === 0) print('There was no storm.');
      else printTable(['domain', 'from (UTC)', 'until (UTC)', 'addresses', 'decided'], incidents.map(rowOf));
    });
  withTarget(command.command('show').description('Show the storm of a domain.').argument('<domain>'))
    .option('--json', 'Print JSON.')
    .action(async (domain, options) => {
      await show(
        await (await openTarget(options)).ask({ method: 'GET', path: pathOf(domain) }),
        options.json,
      );
    });
  for (const [decision, description] of decisions) {
    withTarget(command.command(decision).description(description).argument('<domain>'))
      .option('--actor <who>', 'Who decides; recorded in the audit trail.')
      .option('--reason <why>', 'Why; recorded in the audit trail.')
      .option('--json', 'Print JSON.')
      .action(async (domain, { actor, reason, json, ...choice }) => {
        if (!(actor && reason))
          throw new CommandError('Give an actor and a reason: --actor WHO --reason WHY.');
        const target = await openTarget(choice);
        const body = { decision, actor, reason };
        await show(await target.ask({ method: 'POST', path: pathOf(domain), body }), json, decision);
      });
  }
};

const incidentsSchema = v.object({ incidents: v.array(incidentSchema) });

function rowOf({ subject, from, until, addresses, decided }: IncidentDocument): readonly string[] {
  return [subject ?? 'stored as a hash', moment(from), moment(until), String(addresses), decided ?? 'no'];
}

const decisions = [
  ['dismiss', 'Dismiss a storm: the receiver was broken, and its verdicts are void.'],
  ['confirm', 'Confirm a storm: the addresses are gone, and the verdicts stand at once.'],
] as const;

function pathOf(domain: string): string {
  return `/v1/storms/${encodeURIComponent(domain)}`;
}

async function show(answer: unknown, json: boolean | undefined, decision?: string): Promise<void> {
  if (json) printJson(answer);
  else printStorm(v.parse(decidedSchema, answer), decision);
}

function printStorm(storm: v.InferOutput<typeof decidedSchema>, decision?: string): void {
  const { domain, from, until, addresses, decided, released } = storm;
  print(`${domain}: ${addresses} addresses or more turned permanent from ${moment(from)} UTC on.`);
  print(decided === null ? `The verdicts are pending until ${moment(until)} UTC.` : `Decided: ${decided}.`);
  if (decision === 'dismiss') print(`${released} addresses were released.`);
}
