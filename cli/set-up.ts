/** What an operator does in an ESP's console, from the ESP's own guide. */
import { randomBytes } from 'node:crypto';
import type { SetupGuide } from '../shared/providers/guide.ts';
import { guideOf } from '../shared/providers/guides.ts';
import type { Provider } from '../shared/providers/provider.ts';

/** A new secret, fit for a URL, a password and a header; signing libraries want theirs in base64. */
export function makeSecret({ secret }: SetupGuide): string {
  if (secret.from === 'us' && secret.how === 'field') return `whsec_${randomBytes(32).toString('base64')}`;
  return randomBytes(24).toString('base64url');
}

/** The unguessable part of a webhook's URL. */
export function makeUrlKey(): string {
  return randomBytes(16).toString('base64url');
}

/** The source whose webhook is set up. */
export interface SourceToSetUp {
  readonly name: string;
  readonly url: string;
  /** Null where the ESP makes it and it is not known yet. */
  readonly secret: string | null;
  readonly stack: string | undefined;
}

/** The steps, in order. */
export function setUpSteps(
  { name: provider, title }: Provider,
  { name, url, secret, stack }: SourceToSetUp,
): readonly string[] {
  const guide = guideOf(provider);
  return [
    hasConsole(guide) ? `In the console of ${title}: ${guide.consolePath}` : guide.consolePath,
    `${urlLabel(guide)}: ${urlWith(url, guide, secret)}`,
    ...(guide.events.length > 0
      ? [`${hasConsole(guide) ? 'Select' : 'Send'}: ${guide.events.join(', ')}`]
      : []),
    ...secretSteps(
      guide,
      secret,
      `bounce-ledger sources rotate ${name}${stack === undefined ? '' : ` --stack ${stack}`}`,
    ),
  ];
}

/** A sender of one's own has none. */
function hasConsole({ consolePath }: SetupGuide): boolean {
  return !consolePath.startsWith('In your own ');
}

/** Where the URL carries the secret, the field it goes into is the secret's. */
function urlLabel({ secret }: SetupGuide): string {
  if (secret.from === 'esp' || secret.how !== 'url') return 'URL';
  return /URL/.test(secret.field) ? secret.field : `URL, as ${secret.field}`;
}

function urlWith(url: string, { secret: way }: SetupGuide, secret: string | null): string {
  if (secret === null || way.from === 'esp' || way.how !== 'url') return url;
  return `${url}?secret=${encodeURIComponent(secret)}`;
}

function secretSteps({ secret: way }: SetupGuide, secret: string | null, rotate: string): readonly string[] {
  if (way.from === 'esp') {
    if (secret !== null) return [];
    return [`Copy "${way.field}" from there, then, and paste it: ${rotate} --secret -`];
  }
  if (secret === null) return [];
  switch (way.how) {
    case 'url':
      return ['The secret is in the URL: keep the URL to yourself.'];
    case 'basic':
      return [`${way.field}: user ledger, password ${secret}`];
    case 'header':
    case 'field':
      return [`${way.field}: ${secret}`];
  }
}
