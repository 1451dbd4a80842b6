/** Amazon SES: middleware of the AWS SDK's SESv2 client, for `SendEmail` and `SendBulkEmail`. */
import { isObject } from '../http/answers.ts';
import { parseAddressList } from '../recipients/address-list.ts';
import {
  allowedBatch,
  allowedMessage,
  type GuardOptions,
  messagesOf,
  type RecipientFilter,
  resultsInOrder,
} from './guarded.ts';
import { recipientsInHeader, withoutBcc } from './raw-message.ts';

const FIELDS = ['ToAddresses', 'CcAddresses', 'BccAddresses'] as const;

interface MiddlewareArgs {
  readonly input: object;
}
type Next = (args: never) => Promise<{ readonly output: object }>;
interface MiddlewareContext {
  readonly commandName?: string;
}
interface MiddlewareStack {
  add(middleware: never, options: never): void;
}

/**
 * Takes withheld recipients out of what an SESv2 client sends. In a bulk call, an entry without any recipient left is
 * not sent and has the status `MESSAGE_REJECTED` in its place of the result. A raw message without a destination is sent
 * to its To, Cc and Bcc header fields less those withheld; the header fields themselves stay as they were signed.
 * @example
 * const ses = new SESv2Client();
 * ses.middlewareStack.use(sesMiddleware(ledger));
 */
export function sesMiddleware(
  ledger: RecipientFilter,
  options: GuardOptions = {},
): { applyToStack(stack: MiddlewareStack): void } {
  const allowDestination = (destination: unknown) =>
    allowedMessage(ledger, destination, { ...options, fields: FIELDS });

  async function allowSingle(input: object): Promise<object> {
    const raw = rawDataOf(input);
    const given: unknown = Reflect.get(input, 'Destination') ?? (raw && destinationOf(raw));
    if (given === undefined) return input;
    const destination = await allowDestination(given);
    if (destination === given) return input;
    const content = raw && { Raw: { ...rawOf(input), Data: withoutBcc(raw) } };
    return { ...input, Destination: destination, ...(content && { Content: content }) };
  }

  async function sendBulk(args: MiddlewareArgs, next: Next): Promise<{ readonly output: object }> {
    const entries: unknown = Reflect.get(args.input, 'BulkEmailEntries');
    const parts = await allowedBatch<object>(Array.isArray(entries) ? entries : [], async (entry) => {
      const given: unknown = Reflect.get(entry, 'Destination');
      return given === undefined ? entry : { ...entry, Destination: await allowDestination(given) };
    });
    const input = { ...args.input, BulkEmailEntries: messagesOf(parts) };
    const result = await next({ ...args, input } as never);
    const results: unknown = Reflect.get(result.output, 'BulkEmailEntryResults');
    if (!Array.isArray(results)) return result;
    const inOrder = resultsInOrder<object>(parts, results, ({ message }) => ({
      Status: 'MESSAGE_REJECTED',
      Error: message,
    }));
    return { ...result, output: { ...result.output, BulkEmailEntryResults: inOrder } };
  }

  const middleware =
    (next: Next, { commandName }: MiddlewareContext) =>
    async (args: MiddlewareArgs) => {
      if (commandName === 'SendBulkEmailCommand') return sendBulk(args, next);
      if (commandName !== 'SendEmailCommand') return next(args as never);
      return next({ ...args, input: await allowSingle(args.input) } as never);
    };
  return {
    applyToStack(stack) {
      stack.add(middleware as never, { name: 'bounceLedger', step: 'initialize', override: true } as never);
    },
  };
}

function rawOf(input: object): object | undefined {
  const content: unknown = Reflect.get(input, 'Content');
  return isObject(content) && isObject(content.Raw) ? content.Raw : undefined;
}

function rawDataOf(input: object): Uint8Array | undefined {
  const raw = rawOf(input);
  const data: unknown = raw && Reflect.get(raw, 'Data');
  return data instanceof Uint8Array ? data : undefined;
}

/** Where SES sends a raw message that has no destination. */
function destinationOf(raw: Uint8Array): object {
  const { to, cc, bcc } = recipientsInHeader(raw);
  const addresses = (texts: readonly string[]) =>
    texts.flatMap((text) => parseAddressList(text).map(({ text: mailbox }) => mailbox));
  return { ToAddresses: addresses(to), CcAddresses: addresses(cc), BccAddresses: addresses(bcc) };
}
