/** What list managers write when they do not post a message. Lower case, single spaces. */
export const listRefusals: readonly string[] = [
  'not a member of this mailing list', // FML
  'you are not allowed to post to this mailing list', // Mailman
  'your message has been automatically rejected', // Mailman
  'you are not allowed to send this message for the following reason', // Sympa
  'message distribution in the list', // Sympa
  'is restricted to list subscribers', // Sympa
  'you are not authorized to send mail to the', // LISTSERV
  'posts are allowed from members only', // Majordomo 2
  'only subscribers may post', // ezmlm
  'only members of this list may post',
  'only list members may post',
  'members-only list',
];

/** What they write when a moderator must look at it first. */
export const listHolds: readonly string[] = [
  'is being held until the list moderator can review it', // Mailman
  'has been forwarded to the moderator', // Sympa
  'has been sent to the moderator', // ezmlm
  'is awaiting approval by the list', // LISTSERV
];
