import * as v from 'valibot';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { erasedSchema } from '../../shared/api/routes/addresses.ts';
import { getObject, putObject } from '../../shared/aws/archive.ts';
import { queueDepth } from '../../shared/aws/queue.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { createEraser } from '../../shared/intake/erasure.ts';
import { requireAddress } from '../address.ts';
import { keysOf } from '../archive.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { CALLS_CONCURRENCY, type LedgerResources, openTarget, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, startProgress } from '../terminal.ts';

export const erase: CommandSetup = (command) => {
  addExamples(command, 'erase ann@example.com --actor dpo --reason "erasure request" --keep-hash');
  withTarget(withConfig(command.argument('<address>')))
    .requiredOption('--actor <who>', 'Who erases; recorded in the audit trail.')
    .requiredOption('--reason <why>', 'Why; recorded in the audit trail.')
    .option(
      '--keep-hash',
      'Keep a suppressed address suppressed, under its hash alone. Default: after a complaint or an unsubscription.',
    )
    .option('--no-keep-hash', 'Keep nothing of the address.')
    .option(
      '--proof <what>',
      'What shows that the recipient asked for mail again, to keep nothing of a complaint.',
    )
    .option('--json', 'Print JSON: {"erased","hashKept","objects","rewritten","deadLetters"}.')
    .action(async (address, { keepHash, actor, reason, proof, json, config, ...choice }) => {
      const given = requireAddress(address);
      const settings = loadConfiguration(config).addresses;
      const eraser = eraserOf(given, settings);
      const target = await openTarget(choice);
      const answer = await target.ask({
        method: 'DELETE',
        path: `/v1/addresses/${encodeURIComponent(given)}`,
        query: { keepHash: keepHash === undefined ? undefined : String(keepHash), actor, reason, proof },
      });
      const { erased, hashKept } = v.parse(erasedSchema, answer);
      const resources = await target.resources();
      const { objects, rewritten } = await sweep(resources, eraser);
      const deadLetters = await queueDepth(resources.connection, resources.deadLetterQueueUrl);
      if (json) printJson({ erased, hashKept, objects, rewritten, deadLetters });
      else {
        print(erased ? 'The record is erased.' : 'There was no record of the address.');
        if (hashKept) print('The address stays suppressed, under its hash alone.');
        print(`Removed the address from ${rewritten} of ${counted(objects, 'object')} in the archive.`);
        if (deadLetters > 0) {
          const advice = 'which cannot be rewritten. Redrive them, then erase again.';
          print(paint('yellow', `There are ${counted(deadLetters, 'dead letter')}, ${advice}`));
        }
      }
    });
};

function eraserOf(given: string, settings: LedgerSettings['addresses']) {
  const address = toLedgerAddress(given, settings);
  if (address === null) throw new CommandError('That is not an e-mail address.');
  return createEraser(address, settings);
}

/** The prefix of every key: raw events, bodies too large for a message, addresses of the audit trail. */
const EVERYTHING = '';

/** Rewrites every object that holds the address. Repeating it is safe. */
async function sweep(
  { connection, bucket }: LedgerResources,
  eraser: (bytes: Buffer) => Buffer | null,
): Promise<{ readonly objects: number; readonly rewritten: number }> {
  const keys = await keysOf({ connection, bucket }, [EVERYTHING]);
  const progress = startProgress('Sweeping', keys.length);
  let objects = 0;
  let rewritten = 0;
  try {
    const clean = async (key: string) => {
      const swept = eraser(await getObject(connection, bucket, key));
      if (swept !== null) {
        await putObject(connection, bucket, key, swept);
        rewritten++;
      }
      progress.step(++objects);
    };
    await forEachConcurrent(keys, CALLS_CONCURRENCY, clean);
  } finally {
    progress.stop();
  }
  return { objects, rewritten };
}
