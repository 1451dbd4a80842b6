import { textFormat } from './text-format.ts';

/** qmail and its kin (netqmail, s/qmail, IndiMail, ActiveHunter, Yahoo): the QSBMF layout, `<address>:` and why. */
export const qmail = textFormat({
  name: 'qmail',
  phrases: [
    'this is the qmail-send program',
    'this is the qmail program',
    'this is the machine generated message from mail service',
    "i'm afraid i wasn't able to deliver your message to the following addresses",
    'unfortunately i was not able to deliver your message to the following addresses',
    'unfortunately, i was not able to deliver your message to the following addresses',
  ],
});
