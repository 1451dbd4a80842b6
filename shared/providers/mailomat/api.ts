import { noApi } from '../../esp-api/no-api.ts';

/** Mailomat: no public document of an API for webhooks or suppressions was found. */
export const api = noApi({
  provider: 'mailomat',
  title: 'Mailomat',
  webhooks: 'No API for webhooks is documented: create the webhook at the sending domain in the console.',
  suppressions: 'No API for a suppression list is documented.',
  documents: ['https://api.mailomat.swiss/docs/'],
});
