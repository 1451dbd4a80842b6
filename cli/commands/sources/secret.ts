/** The ESP, secret and steps of a source that is added or whose secret is rotated. */
import { text } from 'node:stream/consumers';
import { nearest } from '../../../shared/config/nearest.ts';
import { guideOf } from '../../../shared/providers/guides.ts';
import type { Provider } from '../../../shared/providers/provider.ts';
import { type KnownProvider, providers } from '../../../shared/providers/registry.ts';
import { CommandError } from '../../command.ts';
import { makeSecret, setUpSteps } from '../../set-up.ts';
import { paint, print } from '../../terminal.ts';

/** A new secret where it is ours to make; null where the ESP makes it. */
export function newSecret({ name }: Provider): string | null {
  const guide = guideOf(name);
  return guide.secret.from === 'us' ? makeSecret(guide) : null;
}

/** @throws CommandError where there is no such ESP. */
export function providerNamed(name: string | undefined): KnownProvider {
  const provider = providers.get(name ?? '');
  if (provider) return provider;
  const meant = name === undefined ? null : nearest(name, providers.keys());
  throw new CommandError(
    name === undefined
      ? 'Name the ESP: --provider NAME. `bounce-ledger sources providers` lists them.'
      : `There is no provider "${name}".${meant === null ? '' : ` Did you mean "${meant}"?`} ` +
          '`bounce-ledger sources providers` lists them.',
  );
}

/** A shorter one can be guessed. */
const MIN_SECRET_LENGTH = 16;

/** `--secret`. A secret on the command line stays in the shell's history; standard input does not. */
export async function givenSecret({
  secret,
}: {
  readonly secret?: string | undefined;
}): Promise<string | null> {
  const given = secret === '-' ? (await text(process.stdin)).trim() : secret;
  if (given !== undefined && given.length < MIN_SECRET_LENGTH) {
    throw new CommandError(
      `The secret has ${given.length} characters; at least ${MIN_SECRET_LENGTH} are needed.`,
    );
  }
  return given ?? null;
}

export function printSteps(provider: Provider, source: Parameters<typeof setUpSteps>[1]): void {
  setUpSteps(provider, source).forEach((step, index) => {
    print(`  ${index + 1}. ${step}`);
  });
  const { notes = [], references } = guideOf(provider.name);
  if (notes.length > 0) print();
  for (const note of notes) print(`  ${note}`);
  print();
  for (const reference of references) print(paint('dim', `  ${reference}`));
}
