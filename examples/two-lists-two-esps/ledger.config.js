import { defineLedger } from 'bounce-ledger/config';

export default defineLedger({
  sources: {
    // Receipts go out by Postmark: what it reports counts for the list `receipts` alone.
    'postmark-receipts': { provider: 'postmark', list: 'receipts' },
    // The newsletter goes out by SendGrid.
    'sendgrid-news': { provider: 'sendgrid', list: 'newsletter' },
  },
  lists: {
    // A complaint about the newsletter does not stop a receipt.
    receipts: { transactional: true },
    // The newsletter gives up on a full mailbox sooner.
    newsletter: { policy: { causes: { 'mailbox-full': { threshold: { count: 2 } } } } },
  },
});
