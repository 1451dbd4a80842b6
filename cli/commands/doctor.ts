import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { runDoctor } from '../doctor/run.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { paint, printJson, printTable, startProgress } from '../terminal.ts';

export const doctor: CommandSetup = (command) => {
  addExamples(command, 'doctor --stack BounceLedger', 'doctor sendgrid --stack BounceLedger --json');
  withTarget(withConfig(command.argument('[source...]', 'sources to check; default: all')))
    .option('--public-url <url>', 'Base URL that the ESPs call, where a proxy or a tunnel is in front.')
    .option('--json', 'Print JSON: [{"source","check","status","detail","fix"}].')
    .action(async (names, { json, publicUrl, ...choice }) => {
      const target = await openTarget(choice);
      const known = (await target.sources()).map(({ source }) => source);
      for (const name of names) {
        if (!known.includes(name))
          throw new CommandError(`${target.name} has no source "${name}". See: bounce-ledger sources list`);
      }
      const chosen = names.length > 0 ? names : known;
      const progress = startProgress('Checking', chosen.length + 1);
      const findings = await runDoctor(target, {
        sources: chosen,
        publicUrl,
        onProgress: (checked) => progress.step(checked),
      }).finally(() => progress.stop());
      if (json) printJson(findings);
      else printTable(['source', 'check', 'status', 'detail', 'fix'], findings.map(rowOf));
      if (findings.some(({ status }) => status === 'problem')) exitWith(exitCodes.problems);
    });
};

const COLOURS = { ok: 'green', warning: 'yellow', problem: 'red', skipped: 'dim' } as const;

function rowOf({ source, check, status, detail, fix }: DoctorFinding): readonly string[] {
  return [source, check, paint(COLOURS[status], status), detail, fix];
}
