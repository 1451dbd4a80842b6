import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailjetErrors, mailjetEvents, mailjetRelations } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Account settings > REST API > Event notifications (webhooks)',
  events: ['Sent', 'Bounce', 'Blocked', 'Spam', 'Unsub'],
  secret: { from: 'us', how: 'basic', field: 'Endpoint URL, as https://user:password@...' },
  signature: 'Nothing is signed: basic authentication or the URL carries the secret.',
  references: ['https://dev.mailjet.com/email/guides/webhooks/'],
  notes: [
    'Tick "Group events" for fewer requests; both forms are read.',
    'Mailjet takes 200 only, and suspends an endpoint that fails for long.',
  ],
  eventMaps: [
    describeEventMap('`event`', mailjetEvents, {
      bounce: 'refused',
      'bounce/hard': 'rejected permanently',
      'bounce/soft': 'refused for a reason that may pass',
      blocked: 'Mailjet did not send',
      spam: 'the recipient reported it as spam',
      unsub: 'the recipient unsubscribed',
      sent: "accepted by the recipient's server",
      open: 'opened',
      click: 'a link was followed',
    }),
    describeEventMap('`error`', mailjetErrors, {
      'user unknown': 'the mailbox does not exist',
      'mailbox inactive': 'the account has been inactive for too long',
      'quota exceeded': 'the mailbox is full',
      blacklisted: 'on the list of recipients Mailjet does not send to',
      'spam reporter': 'it complained before',
      'invalid domain': 'the domain does not exist',
      'no mail host': 'the domain has no mail server',
      'relay/access denied': 'the server does not take mail for the domain',
      greylisted: 'put off; Mailjet tries again',
      typofix: 'the domain looks mistyped',
      'bad or empty template': "the sender's template is empty",
      'error in template language': "a mistake in the sender's template",
      'sender blocked': 'the receiver blocks the sender',
      'content blocked': 'the content was refused',
      'policy issue': "refused by the receiver's policy",
      'system issue': 'a fault of the receiving system',
      'protocol issue': 'a fault in the SMTP conversation',
      'connection issue': 'the server could not be reached',
      preblocked: 'not sent: it bounced too often',
      'spam preblocked': 'not sent: the content looks like spam',
      'duplicate in campaign': 'twice in one campaign; sent once',
    }),
    describeEventMap('`error_related_to`', mailjetRelations, {
      recipient: 'the recipient; not in what way',
      domain: "the recipient's domain",
      content: 'the content of the message',
      spam: 'taken for spam',
      system: 'a fault of one of the two servers',
      mailjet: 'a decision of Mailjet; not which',
    }),
  ],
};
