import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Hungarian puts endings to a word's stem: `felhasználó*` is the user in every case. */
export const hungarianWords: WordFamilies = {
  'hu-recipient': [
    'felhasználó*',
    'címzett*',
    'cím',
    'címe',
    'címet',
    'e mail címe',
    'email címe',
    'postafiók*',
    'postaláda',
    'fiók',
    'fiókja',
  ],
  'hu-absent': [
    'nem létezik',
    'nem létező',
    'ismeretlen',
    'nem található',
    'nem találtuk',
    'nem találjuk',
    'érvénytelen',
    'hibás',
    'nem ismert',
    'nem szerepel',
  ],
  'hu-absent-first': ['ismeretlen', 'nincs ilyen', 'érvénytelen', 'nem létező', 'hibás', 'nem található'],
  'hu-sender': ['feladó*', 'küldő*'],
  'hu-refused': [
    'elutasít*',
    'visszautasít*',
    'letilt*',
    'tiltott',
    'tiltva',
    'blokkol*',
    'nem engedélyez*',
    'megtagad*',
  ],
  'hu-room': ['postafiók*', 'postaláda', 'kvóta*', 'tárhely*', 'beérkező levelek'],
  'hu-full': ['megtelt', 'betelt', 'tele', 'túllép*', 'nincs hely', 'nincs elég'],
  'hu-inactive': ['letiltva', 'letiltott*', 'letiltották', 'felfüggeszt*', 'inaktív', 'nem aktív', 'zárol*'],
  'hu-gone': ['megszűnt', 'megszüntet*', 'töröl*', 'már nem'],
};

export const hungarian = languageRules('hungarian', {
  away: [
    ['automatikus válasz*', 'Outlook in Hungarian'],
    ['szabadságon', 'auto-replies in Hungarian'],
    ['irodán kívül', 'Outlook in Hungarian'],
    ['házon kívül', 'auto-replies in Hungarian'],
    ['nem vagyok az irodában', 'auto-replies in Hungarian'],
  ],
  virus: [
    ['vírust', 'scanners in Hungarian'],
    ['vírusos', 'scanners in Hungarian'],
    ['vírusfertőz*', 'scanners in Hungarian'],
  ],
  blocklist: [
    ['feketelist*', 'hosters in Hungarian'],
    ['fekete list*', 'hosters in Hungarian'],
    ['tiltólist*', 'hosters in Hungarian'],
  ],
  'sender-authentication': [
    ['jelszó*', 'MTAs in Hungarian that ask for a login'],
    ['hitelesít*', 'MTAs in Hungarian that ask for a login'],
  ],
  'client-blocked': [
    ['ip .. {hu-refused}', 'hosters in Hungarian'],
    ['szerver* .. {hu-refused}', 'hosters in Hungarian'],
  ],
  'sender-refused': [
    ['{hu-sender} .. {hu-refused}', 'hosters in Hungarian'],
    ['{hu-sender} .. {hu-absent}', 'hosters in Hungarian'],
    ['{hu-absent-first} {hu-sender}', 'hosters in Hungarian'],
  ],
  'not-permitted': [
    ['nincs jogosultsága', 'Exchange in Hungarian'],
    ['nincs engedélye', 'Exchange in Hungarian'],
    ['nem jogosult', 'Exchange in Hungarian'],
  ],
  'too-many': [
    ['túl sok', 'hosters in Hungarian'],
    ['túl gyakran', 'hosters in Hungarian'],
  ],
  'domain-unknown': [
    ['tartomány* .. {hu-absent}', 'MTAs in Hungarian'],
    ['domain* .. {hu-absent}', 'MTAs in Hungarian'],
    ['{hu-absent-first} domain', 'MTAs in Hungarian'],
    ['{hu-absent-first} tartomány', 'MTAs in Hungarian'],
  ],
  spam: [
    ['levélszemét*', 'Exchange in Hungarian'],
    ['kéretlen', 'hosters in Hungarian'],
  ],
  'address-gone': [['{hu-recipient} .. {hu-gone}', 'hosters and auto-replies in Hungarian']],
  connection: [
    ['nem sikerült kapcsolódni', 'MTAs in Hungarian'],
    ['nem sikerült csatlakozni', 'MTAs in Hungarian'],
    ['nem lehet csatlakozni', 'MTAs in Hungarian'],
    ['időtúllépés', 'MTAs in Hungarian'],
    ['szerver* .. nem válaszol', 'MTAs in Hungarian'],
  ],
  'account-inactive': [['{hu-recipient} .. {hu-inactive}', 'hosters in Hungarian']],
  'too-old': [
    ['napon belül nem', 'MTAs in Hungarian'],
    ['kézbesítés* .. késik', 'Gmail in Hungarian'],
  ],
  'mailbox-full': [
    ['{hu-room} .. {hu-full}', 'Freemail, hosters in Hungarian'],
    ['{hu-full} .. {hu-room}', 'hosters in Hungarian'],
    ['nincs hely', 'hosters in Hungarian'],
  ],
  'message-size': [
    ['túl nagy', 'hosters in Hungarian'],
    ['méret* .. túllép*', 'hosters in Hungarian'],
    ['maximális méret*', 'hosters in Hungarian'],
  ],
  'address-unknown': [
    ['{hu-recipient} .. {hu-absent}', 'Freemail, Exchange in Hungarian'],
    ['{hu-absent-first} {hu-recipient}', 'hosters in Hungarian'],
    ['{hu-absent-first} e mail cím', 'hosters in Hungarian'],
    ['nincs ilyen .. {hu-recipient}', 'hosters in Hungarian'],
    ['nem ismerjük', 'hosters in Hungarian'],
  ],
  policy: [['üzenet* .. {hu-refused}', 'hosters in Hungarian']],
  'try-later': [
    ['később', 'hosters in Hungarian'],
    ['átmeneti*', 'hosters in Hungarian'],
    ['ideiglenes*', 'hosters in Hungarian'],
  ],
  received: [
    ['megkaptuk levelét', 'help desks that write Hungarian'],
    ['megkaptuk üzenetét', 'help desks that write Hungarian'],
    ['válaszolunk', 'help desks that write Hungarian'],
  ],
  refusal: [['{hu-refused}', 'hosters in Hungarian that say no more']],
  'sender-named': [['{hu-sender}', 'hosters in Hungarian']],
});
