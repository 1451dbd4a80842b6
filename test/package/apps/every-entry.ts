/** Uses the types of each entry of the package, as a sender's program and a CDK app do. */
import { App, Stack } from 'aws-cdk-lib';
import { BounceLedger, type BounceLedgerProps, loadSettings } from 'bounce-ledger';
import { createLedgerClient, type LedgerClient, RecipientsWithheldError } from 'bounce-ledger/client';
import { guardMailgun } from 'bounce-ledger/client/mailgun';
import { nodemailerPlugin } from 'bounce-ledger/client/nodemailer';
import { guardPostmark } from 'bounce-ledger/client/postmark';
import { guardResend } from 'bounce-ledger/client/resend';
import { guardSendGrid } from 'bounce-ledger/client/sendgrid';
import { sesMiddleware } from 'bounce-ledger/client/ses';
import { createTableClient } from 'bounce-ledger/client/table';
import { ConfigError, defineLedger, resolveSettings } from 'bounce-ledger/config';

const settings = resolveSettings(defineLedger({ sources: { ses: 'ses' } }));
const props: BounceLedgerProps = { settings, removalPolicy: undefined };
export const url: string = new BounceLedger(new Stack(new App(), 'Mail'), 'Ledger', props).api.url;
export const ledger: LedgerClient = createLedgerClient({ url, onUnavailable: 'hold' });
export const guards = [
  guardMailgun,
  guardPostmark,
  guardResend,
  guardSendGrid,
  nodemailerPlugin,
  sesMiddleware,
];
export const others = [ConfigError, createTableClient, loadSettings, RecipientsWithheldError];
// @ts-expect-error: a provider that does not exist
defineLedger({ sources: { ses: 'sess' } });
