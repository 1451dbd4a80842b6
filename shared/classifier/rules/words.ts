/** Families of words that stand for each other in replies: `{recipient}` in a phrase is any of its words. */
import type { WordFamilies } from '../compile.ts';

export const words: WordFamilies = {
  /** Whom a message is for. */
  recipient: [
    'user', 'users', 'username', 'user name', 'userid', 'user id', 'recipient', 'recipients', 'addressee',
    'mailbox', 'mail box', 'mailboxes', 'inbox', 'account', 'accounts', 'mail account', 'address', 'addresses',
    'email', 'mail address', 'emailaddress', 'destination', 'rcpt', 'rcpt to', 'local part', 'localpart',
    'customer', 'subscriber', 'member', 'person', 'alias', 'mailaddress', 'name', 'mailbox name', 'useraccount',
    'maildrop', 'login',
  ],
  /** That there is no such thing. */
  absent: [
    'unknown', 'not known', 'isnt known', 'not found', 'not be found', 'cant be found', 'couldnt be found',
    'not exist', 'not exists', 'doesnt exist', 'didnt exist', 'dont exist', 'doesn t exist', 'dosent exist',
    'does not exits', 'doesnt exists', 'nonexistent', 'non existent', 'non existing', 'nonexisting', 'inexistent',
    'nonexistant', 'non existant', 'not existing', 'isnt existing', 'is invalid', 'are invalid', 'not valid', 'isnt valid', 'invalid',
    'not a valid', 'isnt a valid', 'not recognized', 'not recognised', 'unrecognized', 'unrecognised',
    'not registered', 'unregistered', 'not listed', 'isnt listed', 'not defined', 'not a known', 'isnt a known', 'not present',
    'not in our database', 'not in the database', 'not in directory', 'not in the directory', 'not in our directory',
    'not on this server', 'not on this system', 'not on our server', 'not here', 'lookup failure', 'lookup failed',
    'unrouteable', 'unroutable', 'not resolved', 'could not be resolved', 'not a local', 'not been found', 'wasnt found',
    'has no mailbox', 'has no account', 'not have an account', 'not have a mailbox', 'no such', 'not hosted here',
    'no mailbox', 'mistyped', 'misspelled', 'incorrect', 'not local', 'not served here', 'not configured',
  ],
  /** Who sends a message. */
  sender: [
    'sender', 'senders', 'sender address', 'mail from', 'mailfrom', 'envelope from', 'from address', 'return path',
    'returnpath', 'envelope sender', 'reverse path', 'originator', 'sending address', 'your address',
    'from header', 'header from', 'sender domain', 'sending domain', 'sender email', 'sender email address',
    'senders address', 'senders domain', 'senders email', 'from domain', 'your domain', 'your email address',
  ],
  /** What a network peer is called. */
  client: [
    'client', 'client host', 'client ip', 'client address', 'your ip', 'your ip address', 'ip', 'ip address', 'sending ip', 'your host',
    'your server', 'your mail server', 'your mailserver', 'your network', 'remote host', 'sending host', 'connecting host', 'connecting ip', 'sending server', 'sending mta',
    'sender ip', 'sender ip address', 'sending ip address', 'source ip', 'ip addresses', 'host', 'server', 'mta', 'relay', 'network', 'connection', 'connections', 'ips', 'mail server',
  ],
  /** Refusals of any kind. */
  refused: [
    'rejected', 'reject', 'refused', 'denied', 'blocked', 'not accepted', 'not allowed', 'not permitted', 'declined',
    'prohibited', 'forbidden', 'banned', 'discarded', 'dropped', 'quarantined', 'disallowed', 'blocking', 'bounced',
    'not be accepted', 'not be delivered', 'cannot be delivered', 'cant be delivered', 'undeliverable', 'returned',
    'rejecting', 'refuse', 'refusing', 'unacceptable', 'not authorized', 'not authorised', 'unauthorized',
  ],
};
