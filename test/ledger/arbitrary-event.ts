/** Events for property tests: any kind, code and basis, at times that collide. */
import fc from 'fast-check';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { event, NOON } from './events.ts';

const codes = shippedCodes.map(({ code }) => code);

const kinds = [
  'bounce',
  'bounce',
  'bounce',
  'deferral',
  'dropped',
  'auto-reply',
  'complaint',
  'unsubscribe',
  'resubscribe',
  'delivered',
  'suppress',
  'release',
] as const;

/** Any event; times lie close enough together to collide. */
export const anEvent = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    code: fc.constantFrom(...codes),
    permanent: fc.constantFrom(true, false, null),
    basis: fc.constantFrom('text' as const, 'status' as const, 'reply-code' as const, 'none' as const),
    rule: fc.oneof(fc.constantFrom('a', 'b'), fc.string({ maxLength: 90, unit: 'grapheme' })),
    at: fc.integer({ min: 0, max: 300 }).map((hours) => NOON + hours * 9_000),
    list: fc.constantFrom('*', 'news', 'offers', 'receipts'),
    source: fc.constantFrom('ses', 'sendgrid'),
    diagnostic: fc.oneof(fc.constant(''), fc.string({ maxLength: 300, unit: 'grapheme' })),
    originalAddress: fc.constantFrom('Ann@receiver.example', 'ANN@receiver.example', 'ann@receiver.example'),
    actor: fc.string({ maxLength: 70, unit: 'grapheme' }),
    note: fc.string({ maxLength: 120, unit: 'grapheme' }),
    onEspSuppressionList: fc.boolean(),
    hasProof: fc.boolean(),
  })
  .map(
    ({ hasProof, ...fields }): ClassifiedEvent => event({ ...fields, ...(hasProof && { proof: 'form' }) }),
  );
