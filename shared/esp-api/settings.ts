import { EspApiError } from './errors.ts';
import type { EspApiDefinition, EspApiSettings } from './types.ts';

/** Options of a connection, checked against the definition. */
export interface CheckedOptions {
  /** A required option, or one with a default. */
  text(name: string): string;
  optional(name: string): string | undefined;
  /** The parts of an option that takes several values; none where it is absent. */
  list(name: string): readonly string[];
}

type Definition = Pick<EspApiDefinition, 'provider' | 'title' | 'key' | 'options'>;

const MAX_KEY_LENGTH = 4_096;

/**
 * Checks key and options before anything is sent.
 * @throws EspApiError of kind `settings`; the message quotes no value.
 */
export function checkSettings(definition: Definition, settings: EspApiSettings): CheckedOptions {
  const { provider, title } = definition;
  const invalid = (message: string) => new EspApiError({ kind: 'settings', provider, message });
  if (definition.key !== null && !isKey(settings.apiKey)) {
    throw invalid(`Invalid API key for ${title}: it is empty or contains spaces or control characters.`);
  }
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(settings.options ?? {})) {
    if (value.trim() !== '') values.set(name, value.trim());
  }
  const known = new Map(definition.options.map((option) => [option.name, option]));
  for (const [name, value] of values) {
    const option = known.get(name);
    if (option === undefined) {
      throw invalid(`${title} has no option "${name}". It has: ${[...known.keys()].join(', ') || 'none'}.`);
    }
    const parts = option.list ? partsOf(value) : [value];
    const { values: allowed } = option;
    if (allowed && parts.some((part) => !allowed.includes(part))) {
      throw invalid(`Invalid option "${name}" for ${title}: give ${allowed.join(' or ')}.`);
    }
  }
  for (const option of definition.options) {
    if (option.required && !values.has(option.name)) {
      throw invalid(`${title} needs the option "${option.name}": ${option.description}`);
    }
  }
  return {
    text: (name) => values.get(name) ?? '',
    optional: (name) => values.get(name),
    list: (name) => partsOf(values.get(name) ?? ''),
  };
}

/** What may stand in an HTTP header: printable ASCII without spaces. */
function isKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && text.length <= MAX_KEY_LENGTH;
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The two parts of a key such as `public:secret`. @throws EspApiError of kind `settings`. */
export function keyParts(definition: Definition, apiKey: string): readonly [string, string] {
  const colon = apiKey.indexOf(':');
  if (colon > 0 && colon < apiKey.length - 1) return [apiKey.slice(0, colon), apiKey.slice(colon + 1)];
  const { provider, title, key } = definition;
  const message = `Invalid API key for ${title}: it needs two parts with a colon between them (${key}).`;
  throw new EspApiError({ kind: 'settings', provider, message });
}

/** `Authorization` of HTTP basic authentication (RFC 7617). */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
