import { noApi } from '../../esp-api/no-api.ts';

/** Sweego: no public document of an API for webhooks or suppressions was found. */
export const api = noApi({
  provider: 'sweego',
  title: 'Sweego',
  webhooks: 'No API for webhooks is documented: create the webhook in the console.',
  suppressions: 'No API for the suppression list is documented.',
  documents: ['https://learn.sweego.io/'],
});
