import { defineLedger } from './shared/config/define.ts';

export default defineLedger({
  sources: {
    ses: 'ses',
    sendgrid: 'sendgrid',
    socketlabs: 'socketlabs',
  },
});
