/** SSM SecureStrings: the live secrets of each source, and the stack's own key. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { SigningKeys } from '../signing/signing-keys.ts';
import { type AwsConnection, AwsError, callJson } from './connection.ts';
import { apiKeyName, signingKeysName, sourceSecretName, stackKeyName } from './secret-names.ts';

const parameterAnswer = v.object({ Parameter: v.object({ Value: v.string() }) });

/** A parameter's decrypted value, or null when there is none of that name. */
export async function readParameter(connection: AwsConnection, name: string): Promise<string | null> {
  try {
    const answer = await callJson(connection, 'ssm', 'AmazonSSM.GetParameter', {
      Name: name,
      WithDecryption: true,
    });
    return v.parse(parameterAnswer, answer).Parameter.Value;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ParameterNotFound') return null;
    throw error;
  }
}

/** Writes a SecureString under the account's default key. */
async function writeParameter(
  connection: AwsConnection,
  name: string,
  value: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  await callJson(connection, 'ssm', 'AmazonSSM.PutParameter', {
    Name: name,
    Value: value,
    Type: 'SecureString',
    Overwrite: overwrite,
  });
}

const STACK_KEY_BYTES = 32;

/**
 * The stack's key; made where there is none yet. Of several functions that make it at once one succeeds, and the
 * others read what it wrote.
 *
 * @throws AwsError when it can neither be read nor written
 */
export async function readStackKey(connection: AwsConnection, prefix: string): Promise<string> {
  const name = stackKeyName(prefix);
  const known = await readParameter(connection, name);
  if (known !== null) return known;
  const made = randomBytes(STACK_KEY_BYTES).toString('base64url');
  try {
    await writeParameter(connection, name, made, { overwrite: false });
    return made;
  } catch (error) {
    const winner =
      error instanceof AwsError && error.code === 'ParameterAlreadyExists'
        ? await readParameter(connection, name)
        : null;
    if (winner === null) throw error;
    return winner;
  }
}

/** What SSM holds of a source. Of each at most two are live: a new one and, during a rotation, the old one. */
export interface SourceSecrets {
  /** What verifies requests, newest first; none where the ESP makes the secret and has not shown it yet. */
  readonly secrets: readonly string[];
  /** The unguessable parts of the webhook's URL, newest first. */
  readonly urlKeys: readonly string[];
}

const MAX_LIVE = 2;

const sourceSecrets = v.object({
  secrets: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.maxLength(MAX_LIVE)),
  urlKeys: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[\w-]{16,128}$/))),
    v.minLength(1),
    v.maxLength(MAX_LIVE),
  ),
});

/** A parameter that was written by hand in another form. The message quotes nothing of it: it may be a secret. */
export class InvalidSecretError extends Error {
  override readonly name = 'InvalidSecretError';
}

/**
 * The secrets of a source; null when it has none yet.
 *
 * @throws InvalidSecretError when the parameter does not hold them
 * @throws AwsError when it cannot be read
 */
export async function readSourceSecrets(
  connection: AwsConnection,
  prefix: string,
  source: string,
): Promise<SourceSecrets | null> {
  const name = sourceSecretName(prefix, source);
  const value = await readParameter(connection, name);
  if (value === null) return null;
  try {
    return v.parse(sourceSecrets, JSON.parse(value));
  } catch {
    throw new InvalidSecretError(
      `The parameter ${name} is not {"secrets": ["..."], "urlKeys": ["..."]}: write it with bounce-ledger sources rotate ${source}.`,
    );
  }
}

const signingKeys = v.object({ keys: v.pipe(v.array(v.pipe(v.string(), v.minLength(16))), v.maxLength(5)) });

/**
 * The keys of signed return paths and unsubscribe URLs, the newest first; none where the parameter does not exist.
 *
 * @throws InvalidSecretError when the parameter does not hold them
 * @throws AwsError when it cannot be read
 */
export async function readSigningKeys(connection: AwsConnection, prefix: string): Promise<readonly string[]> {
  const name = signingKeysName(prefix);
  const value = await readParameter(connection, name);
  if (value === null) return [];
  try {
    return v.parse(signingKeys, JSON.parse(value)).keys;
  } catch {
    throw new InvalidSecretError(
      `The parameter ${name} is not {"keys": ["..."]}, with at most five keys of at least 16 characters each.`,
    );
  }
}

/** Writes the signing keys, the newest first. */
export async function writeSigningKeys(
  connection: AwsConnection,
  prefix: string,
  keys: SigningKeys,
): Promise<void> {
  await writeParameter(connection, signingKeysName(prefix), JSON.stringify({ keys }), { overwrite: true });
}

/** Writes what SSM holds of a source, newest first; of each the newest two. */
export async function writeSourceSecrets(
  connection: AwsConnection,
  prefix: string,
  source: string,
  { secrets, urlKeys }: SourceSecrets,
): Promise<void> {
  const live = { secrets: secrets.slice(0, MAX_LIVE), urlKeys: urlKeys.slice(0, MAX_LIVE) };
  await writeParameter(connection, sourceSecretName(prefix, source), JSON.stringify(live), {
    overwrite: true,
  });
}

const storedApiKey = v.object({
  apiKey: v.string(),
  options: v.optional(v.record(v.string(), v.string()), {}),
});

/** The key of an ESP's management API, with the options that its client needs beside it. */
export type StoredApiKey = v.InferOutput<typeof storedApiKey>;

/**
 * The API key of a source's ESP; null where the operator gave none.
 *
 * @throws InvalidSecretError when the parameter does not hold one
 */
export async function readApiKey(
  connection: AwsConnection,
  prefix: string,
  source: string,
): Promise<StoredApiKey | null> {
  const name = apiKeyName(prefix, source);
  const value = await readParameter(connection, name);
  if (value === null) return null;
  try {
    return v.parse(storedApiKey, JSON.parse(value));
  } catch {
    throw new InvalidSecretError(
      `The parameter ${name} is not {"apiKey": "..."}. Give the key again with sources connect.`,
    );
  }
}

/** Writes the API key of a source's ESP, apart from the webhook's secrets. */
export async function writeApiKey(
  connection: AwsConnection,
  prefix: string,
  source: string,
  key: StoredApiKey,
): Promise<void> {
  await writeParameter(connection, apiKeyName(prefix, source), JSON.stringify(key), { overwrite: true });
}
