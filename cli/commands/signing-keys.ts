import { randomBytes } from 'node:crypto';
import { signingKeysName } from '../../shared/aws/secret-names.ts';
import { readSigningKeys, writeSigningKeys } from '../../shared/aws/secrets.ts';
import { checkSigningKeys, MAX_SIGNING_KEYS } from '../../shared/signing/signing-keys.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { print, printJson } from '../terminal.ts';

const KEY_BYTES = 32;

export const signingKeys: CommandSetup = (command) => {
  addExamples(
    command,
    'signing-keys rotate --stack BounceLedger',
    'signing-keys rotate --drop-oldest --stack BounceLedger',
    'signing-keys list --json',
  );
  withTarget(command.command('list').description('Say how many keys there are, and where. Prints no key.'))
    .option('--json', 'Print JSON.')
    .action(list);
  withTarget(command.command('rotate').description('Add a new key that signs; older keys still verify.'))
    .option(
      '--drop-oldest',
      `Drop the oldest key where there are ${MAX_SIGNING_KEYS}: what it signed is refused then.`,
    )
    .action(rotate);
};

async function list({
  json,
  ...choice
}: TargetChoice & { readonly json?: boolean | undefined }): Promise<void> {
  const { connection, secretsPrefix } = await (await openTarget(choice)).resources();
  const keys = await readSigningKeys(connection, secretsPrefix);
  const parameter = signingKeysName(secretsPrefix);
  if (json) printJson({ keys: keys.length, parameter });
  else print(`${keys.length} of at most ${MAX_SIGNING_KEYS} keys in the parameter ${parameter}.`);
}

async function rotate({
  dropOldest,
  ...choice
}: TargetChoice & { readonly dropOldest?: boolean | undefined }): Promise<void> {
  const { connection, secretsPrefix } = await (await openTarget(choice)).resources();
  const keys = await readSigningKeys(connection, secretsPrefix);
  if (keys.length >= MAX_SIGNING_KEYS && !dropOldest) {
    throw new CommandError(
      `There are ${keys.length} keys already. --drop-oldest drops the oldest: return paths and unsubscribe links that it signed are refused then.`,
    );
  }
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const kept = keys.slice(0, MAX_SIGNING_KEYS - 1);
  await writeSigningKeys(connection, secretsPrefix, checkSigningKeys([key, ...kept]));
  print(`The parameter ${signingKeysName(secretsPrefix)} has a new key in front of ${kept.length} older.`);
  print("The ledger knows it within five minutes. Restart the sender's programs after that.");
}
