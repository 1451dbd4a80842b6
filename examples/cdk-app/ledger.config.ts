import { defineLedger } from 'bounce-ledger/config';

export default defineLedger({
  sources: { ses: 'ses', sendgrid: 'sendgrid' },
});
