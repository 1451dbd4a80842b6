import type { EventKind, FailureEvidence } from '../events/event.ts';

/** More recipients than any host reports on at once: the rest is not read. */
export const MOST_RECIPIENTS = 1000;

/** What a format's reader found about one recipient, before it becomes an event. */
export interface Finding {
  /** As the mail writes it, without brackets. */
  readonly recipient: string;
  readonly kind: EventKind;
  /** False while, or because, the failure is of the passing sort; null where the mail does not say. */
  readonly permanent: boolean | null;
  readonly evidence: FailureEvidence;
  /** When it happened, milliseconds since 1970, where the mail says so for this recipient. */
  readonly at?: number;
}
