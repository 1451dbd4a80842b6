import * as v from 'valibot';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { erasedSchema } from '../../shared/api/routes/addresses.ts';
import { getObject, putObject } from '../../shared/aws/archive.ts';
import { AwsError } from '../../shared/aws/connection.ts';
import { queueDepth } from '../../shared/aws/queue.ts';
import type { LedgerSettings } from '../../shared/config/settings.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { createEraser, type Erasure } from '../../shared/intake/erasure.ts';
import { requireAddress } from '../address.ts';
import { keysOf } from '../archive.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { type LedgerResources, openTarget, withTarget } from '../target/target.ts';
import { counted, legible, paint, print, printJson, startProgress } from '../terminal.ts';

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
    .option(
      '--json',
      'Print JSON: {"erased","hashKept","objects","rewritten","left","notSwept","deadLetters"}.',
    )
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
      const swept = await sweep(resources, eraser);
      const deadLetters = await queueDepth(resources.connection, resources.deadLetterQueueUrl);
      if (json) printJson({ erased, hashKept, ...swept, deadLetters });
      else report({ erased, hashKept }, swept, deadLetters);
      if (swept.left.length > 0 || swept.notSwept.length > 0) exitWith(exitCodes.failed);
    });
};

function report(
  { erased, hashKept }: v.InferOutput<typeof erasedSchema>,
  { objects, rewritten, left, notSwept }: Swept,
  deadLetters: number,
): void {
  print(erased ? 'The record is erased.' : 'There was no record of the address.');
  if (hashKept) print('The address stays suppressed, under its hash alone.');
  print(`Removed the address from ${rewritten} of ${counted(objects, 'object')} in the archive.`);
  if (deadLetters > 0) {
    const advice = 'which cannot be rewritten. Redrive them, then erase again.';
    print(paint('yellow', `There are ${counted(deadLetters, 'dead letter')}, ${advice}`));
  }
  printKeys('still hold the address in a spelling that could not be replaced. Delete them:', left);
  printKeys('could not be searched, or not to their end. Look at them, or delete them:', notSwept);
}

function printKeys(issue: string, keys: readonly string[]): void {
  if (keys.length === 0) return;
  print(paint('red', `${counted(keys.length, 'object')} ${issue}`));
  for (const key of keys) print(`  ${legible(key)}`);
}

function eraserOf(given: string, settings: LedgerSettings['addresses']) {
  const address = toLedgerAddress(given, settings);
  if (address === null) throw new CommandError('That is not an e-mail address.');
  return createEraser(address, settings);
}

/** The prefix of every key: raw events, bodies too large for a message, addresses of the audit trail. */
const EVERYTHING = '';
/** Objects at a time: each may unpack to many megabytes. */
const SWEEP_CONCURRENCY = 4;

interface Swept {
  readonly objects: number;
  readonly rewritten: number;
  /** Keys of objects that still hold the address. */
  readonly left: readonly string[];
  /** Keys of objects that could not be searched to their end. */
  readonly notSwept: readonly string[];
}

/** Rewrites every object that holds the address. Repeating it is safe. */
async function sweep(
  { connection, bucket }: LedgerResources,
  eraser: (bytes: Buffer) => Erasure,
): Promise<Swept> {
  const keys = await keysOf({ connection, bucket }, [EVERYTHING]);
  const progress = startProgress('Sweeping', keys.length);
  const left: string[] = [];
  const notSwept: string[] = [];
  let objects = 0;
  let rewritten = 0;
  const clean = async (key: string) => {
    const { bytes, complete, remains } = eraser(await getObject(connection, bucket, key));
    if (bytes !== null) {
      await putObject(connection, bucket, key, bytes);
      rewritten++;
    }
    if (remains) left.push(key);
    if (!complete) notSwept.push(key);
  };
  try {
    await forEachConcurrent(keys, SWEEP_CONCURRENCY, async (key) => {
      await clean(key).catch((error: unknown) => {
        // It has expired since it was listed.
        if (error instanceof AwsError && error.code === 'NoSuchKey') return;
        notSwept.push(key);
      });
      progress.step(++objects);
    });
  } finally {
    progress.stop();
  }
  return { objects, rewritten, left, notSwept };
}
