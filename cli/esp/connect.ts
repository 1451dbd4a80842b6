import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type StoredApiKey, writeApiKey, writeSourceSecrets } from '../../shared/aws/secrets.ts';
import { webhookUrl } from '../../shared/esp-api/desired-webhook.ts';
import { EspApiError } from '../../shared/esp-api/errors.ts';
import type {
  EspApiDefinition,
  EspFinding,
  PlannedChange,
  SupportedWebhooks,
  WebhookPlan,
} from '../../shared/esp-api/types.ts';
import { newestArchiveKey } from '../../shared/intake/last-event.ts';
import { guideOf } from '../../shared/providers/guides.ts';
import { providers } from '../../shared/providers/registry.ts';
import { CommandError } from '../command.ts';
import { makeSecret, makeUrlKey, setUpSteps } from '../set-up.ts';
import { openTarget, type TargetChoice } from '../target/target.ts';
import { counted, paint, print, printJson } from '../terminal.ts';
import { type EspSource, isSes, openEsp, openEspSource } from './connection.ts';

export interface ConnectOptions extends TargetChoice {
  readonly apiKey?: string | undefined;
  readonly option?: readonly string[] | undefined;
  readonly publicUrl?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Milliseconds to wait for the ESP's test event to reach the archive. */
const MAX_WAIT_MS = 90_000;
const POLL_MS = 1_000;

/** An operator waits for the command: an ESP that does not answer is reported within a minute. */
const RETRIES = { timeoutMs: 15_000, maxAttempts: 3 };

/** Keys that a source holds at once: during a rotation, the new one and the old one. */
const MAX_KEYS = 2;

/**
 * `sources connect`: creates or updates the webhook at the ESP for a source, stores the signing key, sends a test event.
 * Prints every change before it is made; a second run has none.
 *
 * @throws CommandError without an API key, or for an option that is not NAME=VALUE
 */
export async function connect(name: string, options: ConnectOptions): Promise<void> {
  const esp = await openEspSource(await openTarget(options), name, options.publicUrl);
  const { definition } = esp;
  if (!definition.capabilities.webhooks.supported) {
    printSteps(esp, options.stack, definition.capabilities.webhooks.reason);
    if (definition.key && options.apiKey !== undefined) await storeKey(esp, definition, options);
    return;
  }
  const key = await keyOf(esp, definition, options);
  const prepared = await prepare(esp, key, options.dryRun ?? false);
  const { api, desired } = openEsp(prepared, definition, key, RETRIES);
  const { webhooks } = api;
  if (webhooks === null) return;

  const plan = await webhooks.plan(desired);
  const { changes } = plan;
  expectFewKeys(plan, definition);
  const findings = [...plan.findings, ...keyFindings(prepared, definition.capabilities.webhooks)];
  if (options.json) printJson({ source: name, dryRun: options.dryRun ?? false, changes, findings });
  else printPlan({ changes, findings }, name);
  if (options.dryRun) return;

  const { connection, secretsPrefix } = esp.resources;
  let { live } = prepared;
  const store = async (value: string) => {
    if (live.secrets.includes(value)) return;
    live = { ...live, secrets: [value, ...live.secrets].slice(0, 2) };
    await writeSourceSecrets(connection, secretsPrefix, name, live);
    if (!options.json) print('Stored the signing key.');
  };
  // The plan was read with this key, so it is right. A run that completes an interrupted one needs no key then.
  await writeApiKey(connection, secretsPrefix, name, key);
  const applied = await webhooks
    .apply(plan, { onSigningKey: async (signingKey) => store(signingKey.reveal()) })
    .catch(interrupted);
  if (definition.capabilities.webhooks.signingKey === 'api-key') await store(key.apiKey);
  for (const webhook of applied.webhooks) {
    const signingKey = await webhooks.readSigningKey?.(webhook);
    if (signingKey) await store(signingKey.reveal());
  }
  if (options.json) return;
  for (const { field, to } of applied.unconfirmed)
    print(paint('yellow', `The ESP does not show yet: ${field} = ${to}.`));
  const [webhook] = applied.webhooks;
  const { sendTestEvent } = webhooks;
  if (webhook && sendTestEvent) {
    print(
      (await sendAndAwait(esp, () => sendTestEvent(webhook)))
        ? 'The test event has arrived.'
        : paint(
            'yellow',
            `The test event has not arrived within ${MAX_WAIT_MS / 1000} seconds. See: bounce-ledger doctor ${name}`,
          ),
    );
  } else if (definition.capabilities.webhooks.testEvent === 'at-creation')
    print(
      `${definition.title} has called the URL while the webhook was set up. See: bounce-ledger doctor ${name}`,
    );
  else
    print(
      `${definition.title} has no test event: the next real one will show it. See: bounce-ledger doctor ${name}`,
    );
}

/** Where each domain, stream or route has a key of its own, a source holds too few. @throws CommandError */
function expectFewKeys(
  { found, changes }: WebhookPlan,
  { title, capabilities: { webhooks } }: EspApiDefinition,
): void {
  if (!webhooks.supported || webhooks.coverage === 'account') return;
  if (webhooks.signingKey !== 'at-creation' && webhooks.signingKey !== 'readable') return;
  const count = found.length + changes.filter(({ action }) => action === 'create').length;
  if (count <= MAX_KEYS) return;
  throw new CommandError(
    `${title} has a signing key for each ${webhooks.coverage}, and a source holds ${MAX_KEYS}. Make a source for each of the ${count}: bounce-ledger sources add`,
  );
}

/** A key that only the ESP's console shows is the operator's to copy. */
function keyFindings({ source, live }: EspSource, { signingKey }: SupportedWebhooks): readonly EspFinding[] {
  if (signingKey !== 'console' || live.secrets.length > 0) return [];
  const { field } = guideOf(source.provider).secret;
  return [
    {
      check: 'signing-key',
      status: 'problem',
      detail: 'Only the console of the ESP shows the key that it signs with.',
      fix: `Copy "${field}" there, and give it: bounce-ledger sources rotate ${source.source} --secret -`,
    },
  ];
}

/** What was done before the error stays done. @throws CommandError that says so, for an error of the ESP's API */
function interrupted(error: unknown): never {
  if (!(error instanceof EspApiError)) throw error;
  throw new CommandError(
    `${error.message} What was done before is kept: run the same command again, which does the rest.`,
  );
}

/** The key of an ESP whose API has a suppression list, and no webhooks. @throws CommandError for a key that is refused */
async function storeKey(
  esp: EspSource,
  definition: EspApiDefinition,
  options: ConnectOptions,
): Promise<void> {
  const key = await keyOf(esp, definition, options);
  if (!definition.capabilities.suppressions.supported) return;
  const { valid, missing } = await openEsp(esp, definition, key).api.checkKey();
  if (!valid) throw new CommandError(`${definition.title} rejects the API key. Nothing is stored.`);
  if (missing.length > 0) print(paint('yellow', `The API key lacks: ${missing.join(', ')}.`));
  if (options.dryRun) return;
  await writeApiKey(esp.resources.connection, esp.resources.secretsPrefix, esp.source.source, key);
  print(`Stored the API key: it reads the suppression list of ${definition.title}.`);
}

async function keyOf(
  { key }: EspSource,
  definition: EspApiDefinition,
  { apiKey, option = [] }: ConnectOptions,
): Promise<StoredApiKey> {
  const given = apiKey === '-' ? (await text(process.stdin)).trim() : apiKey;
  const options = { ...key?.options, ...Object.fromEntries(option.map(optionOf)) };
  if (definition.key === null) return { apiKey: '', options };
  const value = given ?? key?.apiKey;
  if (value) return { apiKey: value, options };
  const permissions = Object.values(definition.permissions).filter((one) => one !== null);
  throw new CommandError(
    [
      `Give the API key of ${definition.title} on standard input: --api-key -`,
      `It is: ${definition.key}.`,
      ...(permissions.length > 0 ? [`Least permissions: ${[...new Set(permissions)].join(', ')}.`] : []),
      ...definition.options.map(
        ({ name, required, description }) =>
          `  --option ${name}=...  ${required ? '(required) ' : ''}${description}`,
      ),
    ].join('\n'),
  );
}

function optionOf(given: string): readonly [string, string] {
  const at = given.indexOf('=');
  if (at > 0) return [given.slice(0, at), given.slice(at + 1)];
  throw new CommandError(`Invalid option "${given}". Write it as NAME=VALUE.`);
}

/** URL key and secret, where they are ours to make, exist before the ESP is told of them. */
async function prepare(esp: EspSource, { options }: StoredApiKey, dryRun: boolean): Promise<EspSource> {
  const { source, live, url, resources } = esp;
  // Amazon SES reports to the stack itself; only a topic elsewhere calls the source's URL.
  const isWithoutUrl = isSes(source.provider) && options.topic === undefined;
  if (isWithoutUrl) return esp;
  const guide = guideOf(source.provider);
  const needsSecret = live.secrets.length === 0 && guide.secret.from === 'us' && !isSes(source.provider);
  if (!needsSecret && url !== null) return esp;
  const [urlKey = makeUrlKey()] = live.urlKeys;
  const made = {
    secrets: needsSecret ? [makeSecret(guide)] : live.secrets,
    urlKeys: live.urlKeys.length > 0 ? live.urlKeys : [urlKey],
  };
  if (!dryRun) await writeSourceSecrets(resources.connection, resources.secretsPrefix, source.source, made);
  return { ...esp, live: made, url: url ?? webhookUrl(esp.baseUrl, source.source, urlKey) };
}

function printPlan({ changes, findings }: Pick<WebhookPlan, 'changes' | 'findings'>, name: string): void {
  if (changes.length === 0) print(`${name}: the webhook at the ESP is as it should be.`);
  else print(`${name}: ${counted(changes.length, 'change')} at the ESP.`);
  for (const change of changes) printChange(change);
  for (const finding of findings) printFinding(finding);
}

function printChange({ action, target, summary, fields }: PlannedChange): void {
  print(`  ${paint('cyan', action)}  ${target}: ${summary}`);
  for (const { field, from, to } of fields) print(`    ${field}: ${from ?? '(none)'} -> ${to}`);
}

function printFinding({ status, detail, fix }: EspFinding): void {
  if (status === 'ok') return;
  print(`  ${paint('yellow', status)}  ${detail}${fix === null ? '' : ` ${fix}`}`);
}

function printSteps({ source, live, url }: EspSource, stack: string | undefined, reason: string): void {
  const provider = providers.get(source.provider);
  if (provider === undefined) return;
  print(`${provider.title} cannot be configured through its API. ${reason}`);
  const settings = {
    name: source.source,
    url: url ?? 'none yet: see bounce-ledger sources rotate',
    secret: live.secrets[0] ?? null,
    stack,
  };
  for (const [index, step] of setUpSteps(provider, settings).entries()) print(`  ${index + 1}. ${step}`);
  print('What is selected there could not be checked.');
}

/**
 * Sends the test event, and waits until something of the source is archived that was not before.
 *
 * @throws EspApiError when the ESP does not send it
 */
async function sendAndAwait({ source, resources }: EspSource, send: () => Promise<void>): Promise<boolean> {
  const { connection, bucket } = resources;
  const newest = () => newestArchiveKey(connection, bucket, source.source, Date.now(), 1);
  const before = await newest();
  await send();
  for (const until = Date.now() + MAX_WAIT_MS; Date.now() < until; ) {
    if ((await newest()) !== before) return true;
    await delay(POLL_MS);
  }
  return false;
}
