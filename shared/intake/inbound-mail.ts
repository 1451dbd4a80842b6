/**
 * Bounce mail that SES received. Anyone may write to the inbound address, so what a mail reports counts only where the
 * mail came to a return path that this stack signed, or is a feedback report of a configured reporter.
 */
import { toLedgerAddress } from '../address/address.ts';
import type { InboundMailSettings } from '../config/settings.ts';
import type { ReportedEvent } from '../events/event.ts';
import { readMail } from '../mail/read.ts';
import { InvalidMailError } from '../mail/report.ts';
import type { MailVerdicts, ReceivedMail } from '../providers/provider.ts';
import { verifyReturnPath } from '../return-path/return-path.ts';
import type { MailRefusal } from './classify-event.ts';
import { isFromReporter } from './feedback-reporter.ts';

/** Recipients that one mail may report on: a bounce is of one message. */
const MAX_MAIL_RECIPIENTS = 20;

/** The events of a mail, or why it is archived and nothing else. */
export type InboundMailEvents =
  | { readonly events: readonly ReportedEvent[] }
  | { readonly refused: MailRefusal };

export interface InboundMailContext {
  readonly settings: Pick<InboundMailSettings, 'domain' | 'mailbox' | 'reporters'>;
  /** The keys of signed return paths, the newest first; without any, no mail is verified. */
  readonly signingKeys: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/**
 * Reads a mail and marks what nothing verifies.
 *
 * @param raw the mail, wherever it was stored
 */
export function readInboundMail(
  raw: Buffer,
  { recipients, verdicts }: Pick<ReceivedMail, 'recipients' | 'verdicts'>,
  context: InboundMailContext,
): InboundMailEvents {
  if (isRefused(verdicts)) return { refused: 'spam-or-virus' };
  const reported = eventsOf(raw, context.receivedAt);
  if (reported === null) return { refused: 'invalid-mail' };
  const named = new Set(reported.map(({ recipient }) => recipient.toLowerCase()));
  if (named.size > MAX_MAIL_RECIPIENTS) return { refused: 'too-many-recipients' };

  const signedFor = recipientOfReturnPath(recipients, [...named], context);
  const events = signedFor === null ? reported : attributed(reported, signedFor);
  const fromReporter = isFromReporter(raw, verdicts, context.settings.reporters);
  return {
    events: events.map((event) => {
      const isVerified = event.kind === 'complaint' ? fromReporter : false;
      return isVerified || isOf(event, signedFor) ? event : { ...event, unverified: true };
    }),
  };
}

/** SES says `PASS`, `FAIL`, `GRAY` or `PROCESSING_FAILED`, and `DISABLED` where it does not scan. */
function isRefused({ spam, virus }: MailVerdicts): boolean {
  return spam === 'FAIL' || virus === 'FAIL';
}

function eventsOf(raw: Buffer, receivedAt: number): readonly ReportedEvent[] | null {
  try {
    // Apart from the ids that the ESP gives its events: a mail's writer chooses its own.
    return readMail(raw, { receivedAt }).events.map((event) => ({
      ...event,
      eventId: `mail/${event.eventId}`,
    }));
  } catch (error) {
    if (error instanceof InvalidMailError) return null;
    throw error;
  }
}

/** The recipient whose mail bounced, by the signed return path that this mail came to. */
function recipientOfReturnPath(
  addresses: readonly string[],
  candidates: readonly string[],
  { settings, signingKeys, receivedAt }: InboundMailContext,
): string | null {
  if (signingKeys.length === 0) return null;
  const prefix = `${settings.mailbox}+`;
  const suffix = `@${settings.domain}`;
  for (const address of addresses) {
    const returnPath = address.toLowerCase();
    if (!returnPath.startsWith(prefix) || !returnPath.endsWith(suffix)) continue;
    const verification = verifyReturnPath(returnPath, {
      keys: signingKeys,
      now: new Date(receivedAt),
      candidates,
    });
    if (verification.verified) return verification.recipient;
  }
  return null;
}

/**
 * A bounce from behind a forwarder names the address it was forwarded to. Where it reports on one recipient alone, that
 * is the one whose mail bounced.
 */
function attributed(events: readonly ReportedEvent[], recipient: string): readonly ReportedEvent[] {
  const [only, ...others] = events;
  if (only === undefined || others.length > 0 || isOf(only, recipient)) return events;
  return [{ ...only, recipient }];
}

function isOf(event: ReportedEvent, recipient: string | null): boolean {
  return recipient !== null && toLedgerAddress(event.recipient) === recipient;
}
