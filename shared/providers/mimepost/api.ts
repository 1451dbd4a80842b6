import { noApi } from '../../esp-api/no-api.ts';

/** MimePost: no public document of an API for webhooks or suppressions was found. */
export const api = noApi({
  provider: 'mimepost',
  title: 'MimePost',
  webhooks: 'No API for webhooks is documented: create the webhook under Settings > Webhooks.',
  suppressions: 'No API for a suppression list is documented.',
});
