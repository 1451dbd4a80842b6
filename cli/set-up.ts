/** What an operator does in an ESP's console, from the ESP's own guide. */
import { randomBytes } from 'node:crypto';
import type { ConsoleGuide, Provider } from '../shared/providers/provider.ts';

/** A new secret, fit for a URL, a password and a header; signing libraries want theirs in base64. */
export function makeSecret({ secret }: ConsoleGuide): string {
  if (secret.from === 'us' && secret.how === 'field') return `whsec_${randomBytes(32).toString('base64')}`;
  return randomBytes(24).toString('base64url');
}

/** The steps, in order. `secret` is null where the ESP makes it and it is not known yet. */
export function setUpSteps(
  { title, guide }: Provider,
  { name, url, secret }: { readonly name: string; readonly url: string; readonly secret: string | null },
): readonly string[] {
  return [
    `In the console of ${title}: ${guide.where}`,
    `URL: ${urlWith(url, guide, secret)}`,
    ...(guide.tick.length > 0 ? [`Tick: ${guide.tick.join(', ')}`] : []),
    ...secretSteps(guide, name, secret),
  ];
}

function urlWith(url: string, { secret: way }: ConsoleGuide, secret: string | null): string {
  if (secret === null || way.from === 'esp' || way.how !== 'url') return url;
  return `${url}?secret=${encodeURIComponent(secret)}`;
}

function secretSteps({ secret: way }: ConsoleGuide, name: string, secret: string | null): readonly string[] {
  if (way.from === 'esp') {
    if (secret !== null) return [];
    return [`Copy "${way.field}" from there, then: ledger sources rotate ${name} --secret - (and paste it)`];
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
