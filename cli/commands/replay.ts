import { MAX_MESSAGE_BYTES, sendMessage } from '../../shared/aws/queue.ts';
import type { DeliveryMessage } from '../../shared/intake/queue-message.ts';
import { wrapRedelivery } from '../../shared/intake/queue-message-codec.ts';
import { isRevoked } from '../../shared/intake/revocation.ts';
import { rangeOf, readArchive, resumable, withArchiveRange } from '../archive.ts';
import { addExamples, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { takeReplayGeneration } from '../replay-generation.ts';
import { readRevocations } from '../revocations.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson } from '../terminal.ts';
import { moment } from '../verdict.ts';

export const replay: CommandSetup = (command) => {
  addExamples(command, 'replay --since 2026-05-01 --source sendgrid --dry-run', 'replay --since 36h');
  withTarget(withArchiveRange(command))
    .option('--after <key>', 'Go on after this object: an interrupted replay names the last that it sent.')
    .option('--dry-run', 'Count what would be sent, and send nothing.')
    .option('--json', 'Print JSON: {"objects","messages","sent","tooLarge"}.')
    .action(async ({ dryRun, json, ...options }) => {
      const now = Date.now();
      const range = rangeOf(options, now);
      const resources = await (await openTarget(options)).resources();
      const revocations = await readRevocations(resources);
      const replayGeneration = dryRun ? 0 : await takeReplayGeneration(resources, now);
      let sent = 0;
      let tooLarge = 0;
      const send = async (delivery: DeliveryMessage) => {
        const revoked = isRevoked(delivery, revocations);
        const redelivery = wrapRedelivery({ replayGeneration, ...(revoked && { revoked }), delivery });
        if (Buffer.byteLength(redelivery) > MAX_MESSAGE_BYTES) {
          tooLarge++;
          return;
        }
        if (!dryRun) await sendMessage(resources.connection, resources.queueUrl, redelivery);
        sent++;
      };
      const found = await resumable((onRead) => readArchive(resources, range, now, send, onRead));
      if (json) printJson({ ...found, sent: dryRun ? 0 : sent, tooLarge });
      else if (found.objects === 0) {
        const what = options.source === undefined ? 'nothing' : `nothing of a source "${options.source}"`;
        print(`The archive holds ${what} since ${moment(new Date(range.since).toISOString())} UTC.`);
      } else {
        const origin = `${counted(sent, 'message')} of ${counted(found.objects, 'archived object')}`;
        print(dryRun ? `Would send ${origin}.` : `Sent ${origin} to the processor.`);
        if (tooLarge > 0) {
          print(paint('yellow', `${counted(tooLarge, 'message')} left out: too large once wrapped.`));
        }
      }
      if (tooLarge > 0) exitWith(exitCodes.failed);
    });
};
