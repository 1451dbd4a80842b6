import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Stems, as in Russian: words in Cyrillic are open at the end. */
export const ukrainianWords: WordFamilies = {
  'uk-recipient': [
    'користувач',
    'одержувач',
    'отримувач',
    'адресат',
    'адресу',
    'адреса',
    'скриньк',
    'обліковий запис',
    'облікового запису',
    'абонент',
  ],
  'uk-absent': [
    'не існує',
    'неіснуюч',
    'не знайден',
    'не вдалося знайти',
    'невідом',
    'недійсн',
    'неправильн',
    'немає такого',
    'не зареєстрован',
    'відсутн',
  ],
  'uk-absent-first': [
    'не існує',
    'немає такого',
    'немає такої',
    'невідом',
    'неіснуюч',
    'не знайден',
    'не вдалося знайти',
    'недійсн',
  ],
  'uk-sender': ['відправник'],
  'uk-refused': ['відхилен', 'заблокован', 'заборонен', 'відмовлен', 'не дозволен', 'не прийнят'],
  'uk-room': ['скриньк', 'квот', 'місц', 'сховищ', 'папка'],
  'uk-full': ['переповнен', 'заповнен', 'перевищ', 'вичерпан', 'недостатньо'],
  'uk-inactive': ['заблокован', 'вимкнен', 'деактивован', 'неактивн', 'призупинен', 'відключен'],
  'uk-gone': ['видален', 'закрит', 'більше не'],
};

export const ukrainian = languageRules('ukrainian', {
  away: [
    ['у відпустці', 'auto-replies in Ukrainian'],
    ['у відрядженні', 'auto-replies in Ukrainian'],
    ['поза офісом', 'Outlook in Ukrainian'],
    ['автоматична відповідь', 'Outlook in Ukrainian'],
    ['автовідповідь', 'auto-replies in Ukrainian'],
  ],
  blocklist: [
    ['чорний список', 'hosters in Ukrainian'],
    ['чорному списку', 'hosters in Ukrainian'],
    ['чорного списку', 'hosters in Ukrainian'],
  ],
  'sender-authentication': [['автентифік', 'MTAs in Ukrainian that ask for a login']],
  'client-blocked': [['ip .. {uk-refused}', 'hosters in Ukrainian']],
  'sender-refused': [
    ['{uk-sender} .. {uk-refused}', 'hosters in Ukrainian'],
    ['{uk-sender} .. {uk-absent}', 'hosters in Ukrainian'],
    ['{uk-absent-first} .. {uk-sender}', 'hosters in Ukrainian'],
    ['знайти .. {uk-sender}', 'MTAs in Ukrainian that look the sender up'],
  ],
  'not-permitted': [
    ['немає дозволу', 'Exchange in Ukrainian'],
    ['не маєте дозволу', 'Exchange in Ukrainian'],
    ['немає прав', 'Exchange in Ukrainian'],
  ],
  'too-many': [
    ['забагато', 'hosters in Ukrainian'],
    ['надто багато', 'hosters in Ukrainian'],
    ['занадто багато', 'hosters in Ukrainian'],
  ],
  'domain-unknown': [['домен .. {uk-absent}', 'MTAs in Ukrainian']],
  spam: [['небажан', 'Exchange in Ukrainian']],
  'address-gone': [['{uk-recipient} .. {uk-gone}', 'hosters and auto-replies in Ukrainian']],
  connection: [
    ['не вдалося підключитися', 'MTAs in Ukrainian'],
    ['сервер .. не відповідає', 'MTAs in Ukrainian'],
    ['час очікування', 'MTAs in Ukrainian'],
  ],
  'account-inactive': [
    ['{uk-recipient} .. {uk-inactive}', 'Ukr.net, hosters in Ukrainian'],
    ['{uk-inactive} .. {uk-recipient}', 'hosters in Ukrainian'],
  ],
  'mailbox-full': [
    ['{uk-room} .. {uk-full}', 'Ukr.net, hosters in Ukrainian'],
    ['{uk-full} .. {uk-room}', 'hosters in Ukrainian'],
    ['немає місця', 'hosters in Ukrainian'],
    ['немає вільного', 'hosters in Ukrainian'],
  ],
  'message-size': [
    ['завелик', 'hosters in Ukrainian'],
    ['розмір .. перевищ', 'hosters in Ukrainian'],
    ['перевищ .. розмір', 'hosters in Ukrainian'],
  ],
  'address-unknown': [
    ['{uk-recipient} .. {uk-absent}', 'Ukr.net, Exchange in Ukrainian'],
    ['{uk-absent-first} .. {uk-recipient}', 'Ukr.net, Exchange in Ukrainian'],
    ['не знаємо', 'hosters in Ukrainian'],
    ['{uk-recipient} .. немає', 'hosters in Ukrainian'],
  ],
  policy: [
    ['повідомлення .. {uk-refused}', 'hosters in Ukrainian'],
    ['лист .. {uk-refused}', 'hosters in Ukrainian'],
  ],
  'try-later': [
    ['пізніше', 'hosters in Ukrainian'],
    ['тимчасово', 'hosters in Ukrainian'],
  ],
  received: [['отримали ваш', 'help desks that write Ukrainian']],
  refusal: [['{uk-refused}', 'hosters in Ukrainian that say no more']],
  'sender-named': [['{uk-sender}', 'hosters in Ukrainian']],
});
