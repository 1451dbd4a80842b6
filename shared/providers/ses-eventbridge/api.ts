import { sesApi } from '../ses/api.ts';

/** Amazon SES through EventBridge: the same account, with the default event bus instead of a topic. */
export const api = sesApi('ses-eventbridge', 'Amazon SES through EventBridge', 'eventbridge');
