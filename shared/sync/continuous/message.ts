/** What travels through the queue of the continuous sync. */
import * as v from 'valibot';
import { EVENT_SOURCE } from '../../events/ledger-event.ts';

const source = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/** One step of a run; each is sent by the one before. */
const step = v.variant('reads', [
  v.object({
    /** A page of one of the ESP's lists. */
    reads: v.literal('esp'),
    list: v.string(),
    cursor: v.nullable(v.string()),
  }),
  v.object({
    /** A page of what the ledger has suppressed since the last run. */
    reads: v.literal('ledger'),
    cursor: v.nullable(v.string()),
  }),
]);
export type SyncStep = v.InferOutput<typeof step>;

const messages = v.variant('kind', [
  /** From the schedule. */
  v.object({ kind: v.literal('start'), source }),
  v.object({
    kind: v.literal('step'),
    source,
    /** When the run began, milliseconds since 1970. */
    run: v.number(),
    /** Counted from 0; what is older than the run's state is a repetition. */
    number: v.pipe(v.number(), v.integer(), v.minValue(0)),
    step,
  }),
]);

/** `address.suppressed` and `address.released`, as the ledger's event bus has them. */
const change = v.object({
  source: v.literal(EVENT_SOURCE),
  'detail-type': v.picklist(['address.suppressed', 'address.released']),
  detail: v.object({ address: v.nullable(v.string()) }),
});

export type StepMessage = Extract<v.InferOutput<typeof messages>, { kind: 'step' }>;
export type SyncMessage =
  | v.InferOutput<typeof messages>
  | { readonly kind: 'change'; readonly address: string | null };

/** @throws valibot's ValiError for what is no message of the sync */
export function decodeSyncMessage(body: string): SyncMessage {
  const value: unknown = JSON.parse(body);
  const event = v.safeParse(change, value);
  if (event.success) return { kind: 'change', address: event.output.detail.address };
  return v.parse(messages, value);
}

export { step as stepSchema };
