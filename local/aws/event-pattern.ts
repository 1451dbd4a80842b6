/**
 * Event patterns, as EventBridge's rules and Lambda's filter criteria use them: an object of the event's own shape
 * whose leaves are lists of values or tests.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
 */
import { isJsonObject, type Json } from '../json.ts';

/** @throws Error for a test that this host does not know, rather than passing or dropping the wrong events. */
export function matchesPattern(pattern: Json, event: Json | undefined): boolean {
  if (Array.isArray(pattern)) return pattern.some((test: Json) => holds(test, event));
  if (!isJsonObject(pattern)) throw new Error('An event pattern is an object whose leaves are lists.');
  const fields = isJsonObject(event) ? event : {};
  return Object.entries(pattern).every(([name, inner]) => {
    if (name === '$or') return Array.isArray(inner) && inner.some((one: Json) => matchesPattern(one, event));
    return matchesPattern(inner, fields[name]);
  });
}

function holds(test: Json, value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => holds(test, item));
  if (!isJsonObject(test)) return value === test;
  const [name, argument] = Object.entries(test)[0] ?? [];
  switch (name) {
    case 'exists':
      return (value !== undefined) === argument;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(argument));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase();
    case 'anything-but':
      return value !== undefined && !(Array.isArray(argument) ? argument : [argument]).includes(value);
    default:
      throw new Error(`This host does not know the event pattern test ${name}.`);
  }
}
