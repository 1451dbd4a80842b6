import { noApi } from '../../esp-api/no-api.ts';

/** The generic source: whatever posts to it is the operator's own. */
export const api = noApi({
  provider: 'generic',
  title: 'Generic',
  webhooks: 'The sender is your own program: give it the URL and the secret.',
  suppressions: 'Your own program has no list that could be read.',
});
