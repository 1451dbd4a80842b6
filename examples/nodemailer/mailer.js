/**
 * Sends a newsletter to the recipients on standard input, one a line. The ledger is asked about each before it is sent;
 * each mail has a signed return path and a one-click unsubscribe link.
 *
 *   LEDGER_URL=http://127.0.0.1:3000 SMTP_URL=smtp://127.0.0.1:2525 SIGNING_KEY=local-signing-key \
 *     BOUNCE_DOMAIN=bounces.shop.example node mailer.js < recipients.txt
 */
import { createInterface } from 'node:readline';
import {
  createLedgerClient,
  createReturnPathSigner,
  listUnsubscribeHeaders,
  RecipientsWithheldError,
} from 'bounce-ledger/client';
import { nodemailerPlugin } from 'bounce-ledger/client/nodemailer';
import { createTransport } from 'nodemailer';

const { LEDGER_URL, SMTP_URL, SIGNING_KEY, BOUNCE_DOMAIN } = process.env;
const LIST = 'newsletter';

// For a ledger in AWS add `credentials: fromNodeProviderChain()` of @aws-sdk/credential-providers.
const ledger = createLedgerClient({ url: LEDGER_URL, list: LIST, onUnavailable: 'hold' });
const mailer = createTransport(SMTP_URL).use('stream', nodemailerPlugin(ledger));
const returnPaths = createReturnPathSigner({ keys: [SIGNING_KEY], domain: BOUNCE_DOMAIN });

for await (const line of createInterface(process.stdin)) {
  const to = line.trim();
  if (to !== '') console.log(await send(to));
}

async function send(to) {
  try {
    await mailer.sendMail({
      from: 'News <news@shop.example>',
      to,
      subject: 'News of the month',
      text: 'Hello',
      envelope: { from: returnPaths.returnPathFor(to), to },
      headers: listUnsubscribeHeaders({ address: to, list: LIST, url: LEDGER_URL, keys: [SIGNING_KEY] }),
    });
    return `${to} sent`;
  } catch (error) {
    if (!(error instanceof RecipientsWithheldError)) throw error;
    const [{ reason }] = error.withheld;
    return error.retryable ? `${to} later` : `${to} withheld: ${reason}`;
  }
}
