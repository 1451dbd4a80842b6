import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

export const romanianWords: WordFamilies = {
  'ro-recipient': [
    'utilizator*',
    'adresa',

    'adresei',
    'adresa de email',
    'destinatar*',
    'cont',
    'contul',
    'contului',
    'căsuța',
    'căsuța poștală',
    'cutia poștală',
  ],
  'ro-absent': [
    'nu există',

    'necunoscut*',
    'inexistent*',
    'nu a fost găsit*',
    'nu a putut fi găsit*',
    'nu este valid*',
    'nu este corect*',
    'greșit*',
    'nu este înregistrat*',
  ],
  'ro-absent-first': [
    'nu există',
    'nu există niciun',
    'nu există acest',
    'nu există această',
    'nu am găsit',
    'nu s a găsit',
  ],
  'ro-sender': ['expeditor*'],
  'ro-refused': [
    'respins*',
    'refuzat*',
    'blocat*',
    'interzis*',
    'nu este permis*',
    'neautorizat*',
    'nu este autorizat*',
    'nu este acceptat*',
  ],
  'ro-room': ['căsuța', 'căsuța poștală', 'cutia', 'cutia poștală', 'spațiul', 'cota', 'quota', 'inbox*'],
  'ro-full': ['plină', 'plin', 'depășit*', 'insuficient*', 'umplut*', 'epuizat*'],
  'ro-inactive': ['dezactivat*', 'suspendat*', 'inactiv*', 'blocat*', 'nu este activ*'],
  'ro-gone': ['nu mai', 'șters*', 'închis*', 'desființat*', 'anulat*'],
};

export const romanian = languageRules('romanian', {
  away: [
    ['în concediu', 'auto-replies in Romanian'],
    ['nu sunt la birou', 'auto-replies in Romanian'],
    ['răspuns automat', 'Outlook in Romanian'],
    ['în afara biroului', 'Outlook in Romanian'],
    ['absent din birou', 'Outlook in Romanian'],
  ],
  virus: [['virusat*', 'scanners in Romanian']],
  blocklist: [['lista neagră', 'hosters in Romanian']],
  'sender-authentication': [
    ['parola', 'MTAs in Romanian that ask for a login'],
    ['autentific*', 'MTAs in Romanian that ask for a login'],
  ],
  'client-blocked': [
    ['ip .. {ro-refused}', 'hosters in Romanian'],
    ['serverul .. {ro-refused}', 'hosters in Romanian'],
  ],
  'sender-refused': [
    ['{ro-sender} .. {ro-refused}', 'hosters in Romanian'],
    ['{ro-sender} .. {ro-absent}', 'hosters in Romanian'],
  ],
  'not-permitted': [
    ['nu aveți permisiunea', 'Exchange in Romanian'],
    ['nu aveți dreptul', 'Exchange in Romanian'],
  ],
  'too-many': [
    ['prea multe', 'hosters in Romanian'],
    ['prea mulți', 'hosters in Romanian'],
    ['limita de trimitere', 'hosters in Romanian'],
  ],
  'domain-unknown': [['domeniu* .. {ro-absent}', 'MTAs in Romanian']],
  spam: [
    ['mesaj nesolicitat', 'hosters in Romanian'],
    ['nedorit*', 'Exchange in Romanian'],
  ],
  'address-gone': [['{ro-recipient} .. {ro-gone}', 'hosters and auto-replies in Romanian']],
  connection: [
    ['nu s a putut conecta', 'MTAs in Romanian'],
    ['nu s a putut stabili', 'MTAs in Romanian'],
    ['server* .. nu răspunde', 'MTAs in Romanian'],
    ['conexiune* .. refuzat*', 'MTAs in Romanian'],
  ],
  'account-inactive': [['{ro-recipient} .. {ro-inactive}', 'hosters in Romanian']],
  'mailbox-full': [
    ['{ro-room} .. {ro-full}', 'hosters in Romanian'],
    ['depășit .. {ro-room}', 'hosters in Romanian'],
    ['nu există spațiu', 'hosters in Romanian'],
    ['nu mai are spațiu', 'hosters in Romanian'],
  ],
  'message-size': [
    ['prea mare', 'hosters in Romanian'],
    ['dimensiun* .. depăș*', 'hosters in Romanian'],
    ['dimensiunea maximă', 'hosters in Romanian'],
  ],
  'address-unknown': [
    ['{ro-recipient} .. {ro-absent}', 'hosters in Romanian'],
    ['{ro-recipient} ... nu a fost găsit*', 'Exchange in Romanian'],
    ['{ro-absent-first} {ro-recipient}', 'hosters in Romanian'],
    ['nu cunoaștem', 'hosters in Romanian'],
  ],
  policy: [['mesajul .. {ro-refused}', 'hosters in Romanian']],
  'try-later': [
    ['mai târziu', 'hosters in Romanian'],
    ['temporar', 'hosters in Romanian'],
  ],
  received: [
    ['am primit mesajul', 'help desks that write Romanian'],
    ['am primit solicitarea', 'help desks that write Romanian'],
    ['vom răspunde', 'help desks that write Romanian'],
  ],
  refusal: [['{ro-refused}', 'hosters in Romanian that say no more']],
  'sender-named': [['{ro-sender}', 'hosters in Romanian']],
});
