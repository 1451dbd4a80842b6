import * as v from 'valibot';
import { sourceIncidentSchema } from '../../../shared/api/documents.ts';
import { addExamples, type CommandSetup } from '../../command.ts';
import { openTarget, withTarget } from '../../target/target.ts';
import { print, printJson } from '../../terminal.ts';
import { moment } from '../../verdict.ts';

const decidedSchema = v.object({ ...sourceIncidentSchema.entries, released: v.optional(v.number(), 0) });

const decisions = [
  ['dismiss', 'Dismiss an incident: what the source suppressed in it is void.', 'ESP outage'],
  ['confirm', 'Confirm an incident: what the source suppressed in it applies at once.', 'list was bought'],
] as const;

/** `sources incident`, `sources dismiss`, `sources confirm`: the source guard's incidents. */
export const sourceIncidents: CommandSetup = (command) => {
  const incident = command
    .command('incident')
    .description('Show the incident of a source.')
    .argument('<name>', 'name of the source');
  addExamples(incident, 'sources incident sendgrid-news --stack BounceLedger');
  withTarget(incident)
    .option('--json', 'Print JSON.')
    .action(async (name, { json, ...choice }) => {
      show(await (await openTarget(choice)).ask({ method: 'GET', path: pathOf(name) }), json);
    });
  for (const [decision, description, example] of decisions) {
    const deciding = command
      .command(decision)
      .description(description)
      .argument('<name>', 'name of the source');
    addExamples(deciding, `sources ${decision} sendgrid-news --actor you --reason "${example}"`);
    withTarget(deciding)
      .requiredOption('--actor <who>', 'Who decides; recorded in the audit trail.')
      .requiredOption('--reason <why>', 'Why; recorded in the audit trail.')
      .option('--json', 'Print JSON.')
      .action(async (name, { actor, reason, json, ...choice }) => {
        const body = { decision, actor, reason };
        show(
          await (await openTarget(choice)).ask({ method: 'POST', path: pathOf(name), body }),
          json,
          decision,
        );
      });
  }
};

function pathOf(source: string): string {
  return `/v1/sources/${encodeURIComponent(source)}/incident`;
}

function show(answer: unknown, json: boolean | undefined, decision?: string): void {
  if (json) {
    printJson(answer);
    return;
  }
  const { source, from, until, addresses, waits, decided, released } = v.parse(decidedSchema, answer);
  print(`${source}: ${addresses} addresses or more suppressed within minutes from ${moment(from)} UTC on.`);
  if (decided !== null) print(`Decided: ${decided}.`);
  else {
    print(`They are pending until ${moment(until)} UTC.`);
    if (waits) print('Bounces are pending until you decide: sources confirm, or sources dismiss.');
  }
  if (decision === 'dismiss') print(`${released} addresses were released.`);
}
