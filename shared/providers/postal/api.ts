import { noApi } from '../../esp-api/no-api.ts';

/** Postal: webhooks and the suppression list are pages of its console. */
export const api = noApi({
  provider: 'postal',
  title: 'Postal',
  webhooks:
    "Postal's API sends and reads messages only: create the webhook in the console of the mail server.",
  suppressions:
    'The suppression list is a page of the console; entries end after 30 days or with a delivery.',
  documents: ['https://docs.postalserver.io/developer/webhooks'],
});
