import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Words in Greek are open at the end: a stem stands for all its endings. */
export const greekWords: WordFamilies = {
  'el-recipient': [
    'χρήστη',
    'παραλήπτη',
    'αποδέκτη',
    'διεύθυνση',
    'διεύθυνσης',

    'λογαριασμό',
    'γραμματοκιβώτιο',
    'θυρίδα',
  ],
  'el-absent': [
    'δεν υπάρχει',
    'άγνωστ',
    'δεν βρέθηκε',
    'δεν εντοπίστηκε',
    'ανύπαρκτ',
    'δεν είναι έγκυρ',
    'μη έγκυρ',
    'άκυρ',
    'λανθασμέν',
  ],
  'el-absent-first': [
    'άγνωστ',
    'δεν υπάρχει',
    'δεν βρέθηκε',
    'ανύπαρκτ',
    'δεν ήταν δυνατή η εύρεση',
    'μη έγκυρ',
  ],
  'el-sender': ['αποστολέα'],
  'el-refused': ['απορρίφθηκε', 'απορρίπτεται', 'αποκλεί', 'αποκλεισ', 'δεν επιτρέπεται', 'απαγορεύ'],
  'el-room': ['γραμματοκιβώτιο', 'θυρίδα', 'χώρος', 'όριο', 'εισερχόμενα'],
  'el-full': ['πλήρες', 'γεμάτ', 'πλήρης', 'υπέρβαση', 'υπερβ', 'ξεπερά'],
  'el-inactive': ['απενεργοποι', 'ανενεργ', 'σε αναστολή', 'ανασταλεί', 'κλειδωμέν'],
  'el-gone': ['διαγραφ', 'δεν χρησιμοποιείται', 'δεν ισχύει', 'δεν είναι πλέον', 'καταργ'],
};

export const greek = languageRules('greek', {
  away: [
    ['εκτός γραφείου', 'Outlook in Greek'],
    ['αυτόματη απάντηση', 'Outlook in Greek'],
    ['σε άδεια', 'auto-replies in Greek'],
    ['σε διακοπές', 'auto-replies in Greek'],
    ['θα απουσιάζω', 'auto-replies in Greek'],
  ],
  blocklist: [
    ['μαύρη λίστα', 'hosters in Greek'],
    ['λίστα αποκλεισμ', 'hosters in Greek'],
  ],
  'sender-authentication': [
    ['κωδικό', 'MTAs in Greek that ask for a login'],
    ['πιστοποίηση', 'MTAs in Greek that ask for a login'],
    ['ταυτότητας', 'MTAs in Greek that ask for a login'],
  ],
  'client-blocked': [['ip .. {el-refused}', 'hosters in Greek']],
  'sender-refused': [
    ['{el-sender} .. {el-refused}', 'hosters in Greek'],
    ['{el-sender} .. {el-absent}', 'hosters in Greek'],
    ['{el-absent-first} .. {el-sender}', 'hosters in Greek'],
  ],
  'not-permitted': [['δεν έχετε δικαίωμα', 'Exchange in Greek']],
  'too-many': [
    ['πάρα πολλ', 'hosters in Greek'],
    ['υπερβολικά πολλ', 'hosters in Greek'],
  ],
  'domain-unknown': [['τομέα .. {el-absent}', 'MTAs in Greek']],
  spam: [['ανεπιθύμητ', 'Exchange in Greek']],
  'address-gone': [['{el-recipient} .. {el-gone}', 'hosters and auto-replies in Greek']],
  'account-inactive': [['{el-recipient} .. {el-inactive}', 'hosters in Greek']],
  'mailbox-full': [
    ['{el-room} .. {el-full}', 'Exchange and hosters in Greek'],
    ['{el-full} .. {el-room}', 'hosters in Greek'],
    ['δεν υπάρχει χώρος', 'hosters in Greek'],
  ],
  'message-size': [
    ['πολύ μεγάλο', 'hosters in Greek'],
    ['μέγεθος .. {el-full}', 'hosters in Greek'],
  ],
  'address-unknown': [
    ['{el-recipient} .. {el-absent}', 'hosters in Greek'],
    ['{el-absent-first} .. {el-recipient}', 'Exchange in Greek'],
    ['δεν γνωρίζουμε', 'hosters in Greek'],
  ],
  'try-later': [
    ['αργότερα', 'hosters in Greek'],
    ['προσωρινά', 'hosters in Greek'],
  ],
  received: [
    ['λάβαμε το μήνυμα', 'help desks that write Greek'],
    ['θα σας απαντήσουμε', 'help desks that write Greek'],
  ],
  refusal: [['{el-refused}', 'hosters in Greek that say no more']],
  'sender-named': [['{el-sender}', 'hosters in Greek']],
});
