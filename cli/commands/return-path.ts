import { readSigningKeys } from '../../shared/aws/secrets.ts';
import {
  createReturnPathSigner,
  RETURN_PATH_VALID_DAYS,
  ReturnPathError,
  type ReturnPathSigner,
  type ReturnPathSignerOptions,
  type ReturnPathVerification,
  verifyReturnPath,
} from '../../shared/return-path/return-path.ts';
import { givenAddresses, requireAddress } from '../address.ts';
import { CONFIG_FILE, withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { print, printJson } from '../terminal.ts';

export const returnPath: CommandSetup = (command) => {
  addExamples(
    command,
    'return-path ann@example.com --domain bounces.shop.example --stack BounceLedger',
    'return-path - --json < recipients.txt',
    'return-path --verify "bounces+afrx...-ann=example.com@bounces.shop.example"',
  );
  withTarget(
    withConfig(command.argument('[recipient...]', 'recipients, or - for one a line on standard input')),
  )
    .option(
      '--domain <name>',
      'The domain of the inbound address. Default: inboundMail.domain of the configuration.',
    )
    .option(
      '--mailbox <name>',
      'The mailbox in front of the plus sign. Default: inboundMail.mailbox, or bounces.',
    )
    .option('--verify <return-path>', 'Verify a return path; recipients are those that the bounce names.')
    .option('--json', 'Print JSON.')
    .action(async (recipients, { verify, ...options }) => {
      if (verify === undefined) await sign(await givenAddresses(recipients), options);
      else await check(verify, recipients, options);
    });
};

interface Options extends TargetChoice {
  readonly domain?: string | undefined;
  readonly mailbox?: string | undefined;
  readonly json?: boolean | undefined;
}

async function sign(recipients: readonly string[], options: Options): Promise<void> {
  for (const recipient of recipients) requireAddress(recipient);
  const { inboundMail } = loadConfiguration(options.config);
  const domain = options.domain ?? inboundMail?.domain;
  if (domain === undefined) {
    throw new CommandError(
      `Give the domain of the inbound address: --domain, or inboundMail in ${CONFIG_FILE}.`,
    );
  }
  const mailbox = options.mailbox ?? inboundMail?.mailbox;
  const signer = signerOf({
    keys: await keysOf(options),
    domain,
    ...(mailbox !== undefined && { mailbox }),
  });
  const signed = recipients.map((recipient) => ({ recipient, returnPath: signer.returnPathFor(recipient) }));
  if (options.json) printJson(signed);
  else for (const { returnPath: path } of signed) print(path);
}

/** @throws CommandError when mailbox or domain cannot be used */
function signerOf(options: ReturnPathSignerOptions): ReturnPathSigner {
  try {
    return createReturnPathSigner(options);
  } catch (error) {
    throw error instanceof ReturnPathError ? new CommandError(error.message) : error;
  }
}

async function check(path: string, candidates: readonly string[], options: Options): Promise<void> {
  const result = verifyReturnPath(path, { keys: await keysOf(options), now: new Date(), candidates });
  if (!result.verified) exitWith(exitCodes.problems);
  if (options.json) printJson(result);
  else print(inWords(result));
}

const FAILURES = {
  malformed: 'This is not a signed return path.',
  expired: `The return path is of more than ${RETURN_PATH_VALID_DAYS} days ago.`,
  'recipient-not-named':
    'The return path carries no recipient, and none of those given is the one it was signed for. Give the recipients that the bounce names.',
  'invalid-signature': 'No key of this ledger made the signature.',
} as const;

function inWords(result: ReturnPathVerification): string {
  return result.verified
    ? `A mail to ${result.recipient}, sent on ${result.sentOn}.`
    : FAILURES[result.failure];
}

/** @throws CommandError where the ledger has no key yet */
async function keysOf(options: TargetChoice): Promise<readonly string[]> {
  const target = await openTarget(options);
  const { connection, secretsPrefix } = await target.resources();
  const keys = await readSigningKeys(connection, secretsPrefix);
  if (keys.length > 0) return keys;
  throw new CommandError(
    `${target.name} has no signing key yet. Make one: bounce-ledger signing-keys rotate`,
  );
}
