/** Mailgun's `mailgun.js`. */
import { allowedMessage, type GuardOptions, type RecipientFilter, withMethods } from './guarded.ts';

const FIELDS = ['to', 'cc', 'bcc'] as const;

/**
 * Guards `messages.create` and `messages.resendEmail` of a Mailgun client.
 * @example
 * const mailgun = guardMailgun(new Mailgun(FormData).client({ username: 'api', key }), ledger);
 * await mailgun.messages.create('mail.shop.example', { to: 'ann@example.com', from, subject, text });
 */
export function guardMailgun<Client extends { readonly messages: object }>(
  client: Client,
  ledger: RecipientFilter,
  options: GuardOptions = {},
): Client {
  const allow = <Message>(message: Message) =>
    allowedMessage(ledger, message, { ...options, fields: FIELDS, toRequired: true });
  const messages = withMethods(client.messages, {
    create: async (original, [domain, data, ...rest]) => original([domain, await allow(data), ...rest]),
    resendEmail: async (original, [domain, key, recipients]) =>
      original([domain, key, (await allow({ to: recipients })).to]),
  });
  return new Proxy(client, {
    get: (target, name) => (name === 'messages' ? messages : Reflect.get(target, name)),
  });
}
