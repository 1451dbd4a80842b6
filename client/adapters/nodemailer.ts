/** Nodemailer: a plug-in for a transporter, and a guard of a transport. */
import { RecipientsWithheldError, type Withheld } from '../recipients/withheld.ts';
import { type GuardOptions, type RecipientFilter, withMethods } from './guarded.ts';

interface Envelope {
  readonly from?: unknown;
  readonly to: readonly string[];
}

/** The compiled message (Nodemailer's `MimeNode`). Its envelope is what a transport sends to, whatever made it. */
interface CompiledMessage {
  getEnvelope(): unknown;
  setEnvelope(envelope: never): unknown;
  getAddresses(): unknown;
  setHeader(name: string, value: never): unknown;
}

/** Nodemailer's `MailMessage`. */
export interface NodemailerMail {
  readonly message: CompiledMessage | null;
}

/**
 * A plug-in that takes withheld recipients out of the envelope and out of the To, Cc and Bcc header fields.
 * @example
 * const mailer = createTransport(smtp).use('stream', nodemailerPlugin(ledger));
 */
export function nodemailerPlugin(
  ledger: RecipientFilter,
  options: GuardOptions = {},
): (mail: NodemailerMail, callback: (error?: Error | null) => void) => void {
  return (mail, callback) => {
    filterMail(mail, ledger, options).then(
      () => callback(),
      (error: unknown) => callback(error instanceof Error ? error : new Error('The ledger failed.')),
    );
  };
}

/**
 * Guards a transport. What was withheld is in the result's `withheld` and among its `rejected`.
 * @example
 * const mailer = createTransport(guardNodemailerTransport(new SMTPTransport(smtp), ledger));
 */
export function guardNodemailerTransport<Transport extends object>(
  transport: Transport,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): Transport {
  return withMethods(transport, {
    send: async (original, [mail, callback, ...rest]) => {
      const withheld = await filterMail(mail as NodemailerMail, ledger, options);
      if (withheld.length === 0 || typeof callback !== 'function') return original([mail, callback, ...rest]);
      const withWithheld = (error: unknown, info: unknown) =>
        callback(error, typeof info === 'object' && info !== null ? withRejected(info, withheld) : info);
      return original([mail, withWithheld, ...rest]);
    },
  });
}

function withRejected(info: object, withheld: readonly Withheld[]): object {
  const rejected: unknown = Reflect.get(info, 'rejected');
  const recipients = withheld.map(({ recipient }) => recipient);
  return { ...info, rejected: [...(Array.isArray(rejected) ? rejected : []), ...recipients], withheld };
}

/** @throws RecipientsWithheldError */
async function filterMail(
  { message }: NodemailerMail,
  ledger: RecipientFilter,
  { onWithheld, list }: GuardOptions,
): Promise<readonly Withheld[]> {
  if (message === null)
    throw new Error("Use the plug-in at the step 'stream': the message is not compiled yet.");
  const envelope = message.getEnvelope() as Envelope;
  const { send, withheld } = await ledger.filter({ to: envelope.to }, list === undefined ? {} : { list });
  if (withheld.length === 0) return withheld;
  if (send === null || onWithheld === 'throw') throw new RecipientsWithheldError(withheld);
  const gone = new Set(withheld.map(({ recipient }) => recipient));
  message.setEnvelope({ ...envelope, to: send.to } as never);
  const headers = message.getAddresses() as Record<
    string,
    readonly { readonly address?: string }[] | undefined
  >;
  for (const name of ['to', 'cc', 'bcc']) {
    const left = headers[name]?.filter(({ address }) => address === undefined || !gone.has(address));
    if (left === undefined || left.length === headers[name]?.length) continue;
    message.setHeader(name, (left.length === 0 ? '' : left) as never);
  }
  return withheld;
}
