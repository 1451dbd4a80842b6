/**
 * What reporting MTAs write around the reply that they quote. The markers are the MTAs' own words, so they are
 * matched as they stand, case included.
 */

/** The SMTP command that a reply answered (RFC 5321, 4.1.1); `connect` is the opening (RFC 5321, 3.1). */
export type SmtpCommand = 'connect' | 'helo' | 'auth' | 'mail' | 'rcpt' | 'data';

interface Preamble {
  readonly marker: string;
  /** Another name stands between the marker and the reply: the reply begins at the first reply code after it. */
  readonly seek?: boolean;
}

/** What stands before the reply; the reply begins after the marker. */
export const preambles: readonly Preamble[] = [
  { marker: ' said: ' }, // Postfix, qmail
  { marker: 'refused to talk to me: ' }, // Postfix
  { marker: 'SMTP error from remote mail', seek: true }, // Exim
  { marker: 'SMTP error from remote server', seek: true }, // 1&1, Exim
  { marker: 'LMTP error after ', seek: true }, // Exim
  { marker: 'the other server returned was:' }, // Gmail
  { marker: 'response from the remote server was:' }, // Gmail
  { marker: 'The response was:' }, // Gmail
  { marker: 'Remote Server returned' }, // Exchange Online
  { marker: 'Remote Server at ', seek: true }, // Exchange, with name and address of the server
  { marker: 'Remote host said:' }, // qmail
  { marker: "Sorry it didn't work out." }, // qmail, before its own words
  { marker: 'The server response was: ' }, // .NET, after its own words for the reply code
  { marker: 'remote server responded with' },
  { marker: '<<< ' }, // Sendmail's transcript
  { marker: '(reason: ' }, // Sendmail
  { marker: ' did not like our ', seek: true }, // DragonFly
  { marker: ') reports:' }, // CommuniGate
  { marker: '<-- ' }, // MDaemon
  { marker: 'not be delivered because of' }, // MailMarshal
  { marker: 'Diagnostic information for administrators:', seek: true }, // Exchange
  { marker: 'The server returned:' }, // MailEnable
  { marker: 'SMTP; ' },
  { marker: 'smtp; ' },
  { marker: 'smtp;' }, // RFC 3464, the type of a Diagnostic-Code
  { marker: 'SMTP;' },
];

/** What Postfix logs before the reason: `to=<ann@b.example>, relay=none, status=bounced (`. */
export const logged = /\bstatus=(?:bounced|deferred|undeliverable|softbounced?) \(/;

/** Every logged line has it. */
export const loggedHint = 'status=';

/** A preamble of MailEnable and InterMail that counts only where no other one stands: others write their own words after it. */
export const fallbackPreamble = 'Reason: ';

/** What Exchange Online writes between a status of its own and the reply that it quotes. */
export const wrapperEnd = '-> ';

/** What stands after the reply. */
export const postscripts: readonly string[] = ['(in reply to ', 'Giving up on '];

/**
 * A second reply behind the reply that says why: what a server answers to the next command because it has refused the
 * one before, to DATA because it has refused every recipient (RFC 5321, 3.3).
 */
export const consequence =
  /(?<=[\s;,/(]|^)(?:[45]\d\d[ -](?:[45]\.\d\.\d{1,2} )?(?:error: )?no (?:valid )?recipients\b|503[ -](?:5\.\d\.\d{1,2} )?(?:error: )?(?:(?:need|valid|no|no valid|send|missing) (?:rcpt|mail|recipient)|(?:rcpt|mail) first|bad sequence))/iy;

/** Every consequence has it, or `503`: most texts have neither, and need no further look. */
export const consequenceHint = 'ecipients';

/** What stands after the reply where it ends the text with a bracket. */
export const bracketedPostscripts: readonly string[] = [
  '(delivery attempts: ' /* Cisco */,
  '[RCPT_TO]',
  '[MAIL_FROM]' /* Yahoo */,
];

/**
 * Cisco's gateways put a category with a status before the reply they quote:
 * `5.1.0 - Unknown address error 550-'5.7.1 Access denied'`. The category is made from the reply code alone.
 */
export const categories: readonly string[] = [' - Unknown address error ', ' - Other mail system problem '];

/** Which words name the command; the first that is found decides. */
export const commandMarkers: ReadonlyArray<readonly [marker: string, command: SmtpCommand]> = [
  ['in reply to RCPT TO', 'rcpt'],
  ['in reply to MAIL FROM', 'mail'],
  ['in reply to end of DATA', 'data'],
  ['in reply to DATA', 'data'],
  ['in reply to HELO', 'helo'],
  ['in reply to EHLO', 'helo'],
  ['in reply to AUTH', 'auth'],
  ['after RCPT TO', 'rcpt'],
  ['after MAIL FROM', 'mail'],
  ['after end of data', 'data'],
  ['after DATA', 'data'],
  ['after pipelined DATA', 'data'],
  ['after initial connection', 'connect'],
  ['refused to talk to me', 'connect'],
  ['after HELO', 'helo'],
  ['after EHLO', 'helo'],
  ['does not like recipient', 'rcpt'],
  ['[RCPT_TO]', 'rcpt'],
  ['[MAIL_FROM]', 'mail'],
  ['failed after I sent the message', 'data'],
];

/** Words of which every marker outside brackets has one: most texts have none, and need no further look. */
export const commandHints: readonly string[] = [
  'in reply to ',
  ' after ',
  'does not like recipient',
  'refused to talk to me',
];
