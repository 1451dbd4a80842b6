import { readSourceSecrets, writeSourceSecrets } from '../../../shared/aws/secrets.ts';
import { webhookUrl } from '../../../shared/esp-api/desired-webhook.ts';
import { guideOf } from '../../../shared/providers/guides.ts';
import type { Provider } from '../../../shared/providers/provider.ts';
import { withConfig } from '../../code-settings.ts';
import { CommandError, type CommandSetup } from '../../command.ts';
import { makeUrlKey } from '../../set-up.ts';
import { openTarget, type TargetChoice, withTarget } from '../../target/target.ts';
import { print } from '../../terminal.ts';
import { givenSecret, newSecret, printSteps, providerNamed } from './secret.ts';

/** `sources rotate`: a new secret, and a new URL where the URL is the secret, beside the old until `--finish`. */
export const rotateSecret: CommandSetup = (command) => {
  withTarget(
    withConfig(
      command.command('rotate').description('Rotate the secret; the old one stays valid beside it.'),
    ),
  )
    .argument('<name>', 'name of the source')
    .option('--secret <text>', 'The secret that the ESP made; - reads standard input.')
    .option('--new-url', 'Make a new URL as well.')
    .option('--finish', 'End a rotation: the old secret and the old URL are no longer valid.')
    .action(rotate);
};

interface Options extends TargetChoice {
  readonly secret?: string | undefined;
  readonly finish?: boolean | undefined;
  readonly newUrl?: boolean | undefined;
}

async function rotate(name: string, options: Options): Promise<void> {
  const target = await openTarget(options);
  const source = (await target.sources()).find((one) => one.source === name);
  if (!source)
    throw new CommandError(`${target.name} has no source "${name}". See: bounce-ledger sources list`);
  const provider = providerNamed(source.provider);
  const { connection, secretsPrefix } = await target.resources();
  const { secrets, urlKeys } = (await readSourceSecrets(connection, secretsPrefix, name)) ?? {
    secrets: [],
    urlKeys: [],
  };
  if (options.finish) {
    if (urlKeys.length === 0) throw new CommandError(`${name} has no secret yet.`);
    const newest = { secrets: secrets.slice(0, 1), urlKeys: urlKeys.slice(0, 1) };
    await writeSourceSecrets(connection, secretsPrefix, name, newest);
    print(`Only the newest secret and URL of ${name} are valid now, within five minutes.`);
    return;
  }
  const secret = (await givenSecret(options)) ?? newSecret(provider);
  const isNewUrl = options.newUrl === true || urlKeys.length === 0 || isSecretInUrl(provider);
  if (secret === null && !isNewUrl) {
    throw new CommandError(
      `${provider.title} makes the secret itself: copy "${guideOf(provider.name).secret.field}", and give it with --secret -.`,
    );
  }
  const live = {
    secrets: secret === null ? secrets : [secret, ...secrets],
    urlKeys: isNewUrl ? [makeUrlKey(), ...urlKeys] : urlKeys,
  };
  await writeSourceSecrets(connection, secretsPrefix, name, live);
  const isFirst = urlKeys.length === 0;
  print(isFirst ? `${name} has its URL.` : `${name} takes the new secret or URL, and the old ones.`);
  const { apiUrl } = await target.resources();
  const url = webhookUrl(apiUrl, name, live.urlKeys[0] ?? '');
  printSteps(provider, { name, url, secret: secret ?? live.secrets[0] ?? null, stack: options.stack });
  if (!isFirst) print(`Once the ESP uses the new ones: bounce-ledger sources rotate ${name} --finish`);
}

/** Whether the ESP's only secret stands in the URL: both are rotated at once then. */
function isSecretInUrl({ name }: Provider): boolean {
  const { secret } = guideOf(name);
  return secret.from === 'us' && secret.how === 'url';
}
