import type { EspCall } from './http-client.ts';
import { UnsafePathError } from './path.ts';

/** A removal must name its target: without one, some ESPs remove everything. */
export function assertNamesTarget(call: EspCall<unknown>): void {
  if (call.method !== 'DELETE' && call.removes === undefined) return;
  const targets = typeof call.removes === 'string' ? [call.removes] : (call.removes ?? []);
  const named = new Set([
    ...(call.path.template.endsWith('{}') ? call.path.segments.slice(-1) : []),
    ...Object.values(call.query ?? {}).flatMap((value) =>
      typeof value === 'object' ? value : [String(value)],
    ),
    ...stringsIn(call.json),
  ]);
  if (targets.length === 0 || targets.some((target) => target.trim() === '' || !named.has(target))) {
    throw new UnsafePathError(`A removal at ${call.path.template} does not name what it removes.`);
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
