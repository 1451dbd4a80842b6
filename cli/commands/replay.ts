import { MAX_MESSAGE_BYTES, sendMessage } from '../../shared/aws/queue.ts';
import { wrapRedelivery } from '../../shared/intake/message.ts';
import { archiveOptions, rangeOf, readArchive } from '../archive.ts';
import { defineCommand, exitCodes } from '../command.ts';
import { takeEdition } from '../replay-generation.ts';
import { openTarget, targetOptions } from '../target/target.ts';
import { counted, paint, print, printJson } from '../terminal.ts';
import { moment } from '../verdict.ts';

export const replay = defineCommand({
  usage: ['--since TIME [options]'],
  options: {
    ...archiveOptions,
    'dry-run': { type: 'boolean', help: 'Counts what would be sent, and sends nothing.' },
    json: { type: 'boolean', help: 'Prints JSON: {"objects","messages","sent","tooLarge"}.' },
    ...targetOptions,
  },
  examples: ['replay --since 2026-05-01 --source sendgrid --dry-run', 'replay --since 36h'],
  run: async ({ 'dry-run': dryRun, json, ...options }) => {
    const now = Date.now();
    const range = rangeOf(options, now);
    const resources = await (await openTarget(options)).resources();
    const replayGeneration = dryRun ? 0 : await takeEdition(resources, now);
    let sent = 0;
    let tooLarge = 0;
    const found = await readArchive(resources, range, now, async ({ source, receivedAt, message }) => {
      const again = wrapRedelivery({ replayGeneration, source, receivedAt, message });
      if (Buffer.byteLength(again) > MAX_MESSAGE_BYTES) {
        tooLarge++;
        return;
      }
      if (!dryRun) await sendMessage(resources.connection, resources.queueUrl, again);
      sent++;
    });
    if (json) printJson({ ...found, sent: dryRun ? 0 : sent, tooLarge });
    else if (found.objects === 0) {
      const what = options.source === undefined ? 'nothing' : `nothing of a source "${options.source}"`;
      print(`The archive holds ${what} since ${moment(new Date(range.since).toISOString())} UTC.`);
    } else {
      const whence = `${counted(sent, 'message')} of ${counted(found.objects, 'archived object')}`;
      print(dryRun ? `It would send ${whence}.` : `Sent ${whence} through the processor again.`);
      if (tooLarge > 0) {
        print(paint('yellow', `${counted(tooLarge, 'message')} left out: too large once wrapped.`));
      }
    }
    return tooLarge > 0 ? exitCodes.error : exitCodes.fine;
  },
});
