import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Finnish, with some Estonian. Endings change the stem's end, so stems are cut short. */
export const finnishWords: WordFamilies = {
  'fi-recipient': [
    'vastaanottaj*',
    'käyttäj*',
    'osoite',
    'osoitetta',
    'osoitteen',
    'osoitteessa',
    'sähköpostiosoit*',
    'sähköpostitili*',
    'tili',
    'tiliä',
    'postilaatik*',
    'saaja*',
    'kasutaja*',
    'saaja',
    'aadress*',
    'postkast*',
  ],
  'fi-absent': [
    'tuntematon',
    'tuntemattom*',
    'ei ole olemassa',
    'ei löydy',
    'ei löytynyt',
    'ei löydetty',
    'virheelli*',
    'ei kelpaa',
    'ei ole kelvollinen',
    'ei tunneta',
    'puuttuu',
    'ei eksisteeri',
    'ei leitud',
    'tundmatu',
  ],
  'fi-sender': ['lähettäj*', 'saatja*'],
  'fi-refused': ['hylät*', 'hylkä*', 'estet*', 'ei sallit*', 'kielle*', 'torjut*', 'ei hyväksy*'],
  'fi-room': ['postilaatik*', 'sähköpostilaatik*', 'kiinti*', 'tallennustil*', 'saapuneet', 'levytil*'],
  'fi-full': ['täynnä', 'täysi', 'ylitt*', 'ylitet*', 'täyttyn*', 'loppu*'],
  'fi-inactive': [
    'suljet*',
    'käytöstä',
    'ei käytössä',
    'lukit*',
    'jäädytet*',
    'ei ole aktiivi*',
    'passivoit*',
  ],
  'fi-gone': ['poistet*', 'ei ole enää', 'ei enää', 'lakkautet*', 'päättyn*', 'päätet*'],
};

export const finnish = languageRules('finnish', {
  away: [
    ['poissa', 'auto-replies in Finnish'],
    ['lomalla', 'auto-replies in Finnish'],
    ['vuosilomalla', 'auto-replies in Finnish'],
    ['automaattinen vastaus', 'Outlook in Finnish'],
    ['automaattivastaus', 'auto-replies in Finnish'],
  ],
  virus: [['haittaohjel*', 'scanners in Finnish']],
  blocklist: [
    ['mustalla listalla', 'hosters in Finnish'],
    ['estolist*', 'hosters in Finnish'],
  ],
  'sender-authentication': [
    ['salasana*', 'MTAs in Finnish that ask for a login'],
    ['todennu*', 'MTAs in Finnish that ask for a login'],
  ],
  'client-blocked': [['ip .. {fi-refused}', 'hosters in Finnish']],
  'sender-refused': [
    ['{fi-sender} .. {fi-refused}', 'hosters in Finnish'],
    ['{fi-sender} .. {fi-absent}', 'hosters in Finnish'],
    ['{fi-absent} {fi-sender}', 'hosters in Finnish'],
  ],
  'not-permitted': [
    ['ei ole oikeutta', 'Exchange in Finnish'],
    ['ei ole lupaa', 'Exchange in Finnish'],
    ['ei ole oikeuksia', 'Exchange in Finnish'],
  ],
  'too-many': [
    ['liian monta', 'hosters in Finnish'],
    ['liian paljon', 'hosters in Finnish'],
  ],
  'domain-unknown': [
    ['verkkotunnu* .. {fi-absent}', 'MTAs in Finnish'],
    ['toimialue* .. {fi-absent}', 'Exchange in Finnish'],
    ['{fi-absent} verkkotunnus', 'MTAs in Finnish'],
  ],
  spam: [
    ['roskaposti*', 'hosters in Finnish'],
    ['rämpsposti*', 'hosters in Estonian'],
  ],
  'address-gone': [
    ['{fi-recipient} .. {fi-gone}', 'hosters and auto-replies in Finnish'],
    ['en työskentele enää', 'auto-replies in Finnish'],
    ['ei työskentele enää', 'auto-replies in Finnish'],
  ],
  connection: [
    ['yhteyttä .. ei', 'MTAs in Finnish'],
    ['yhteyden muodostaminen .. epäonnistu*', 'MTAs in Finnish'],
    ['aikakatkai*', 'MTAs in Finnish'],
    ['palvelin .. ei vastaa', 'MTAs in Finnish'],
  ],
  'account-inactive': [['{fi-recipient} .. {fi-inactive}', 'hosters in Finnish']],
  'too-old': [['toimitus .. viivästy*', 'Gmail in Finnish']],
  'mailbox-full': [
    ['{fi-room} .. {fi-full}', 'hosters in Finnish'],
    ['{fi-full} .. {fi-room}', 'hosters in Finnish'],
    ['postkast .. täis', 'hosters in Estonian'],
  ],
  'message-size': [
    ['liian suuri', 'hosters in Finnish'],
    ['liian iso', 'hosters in Finnish'],
    ['koko .. ylit*', 'hosters in Finnish'],
  ],
  'address-unknown': [
    ['{fi-recipient} .. {fi-absent}', 'Exchange and hosters in Finnish'],
    ['{fi-absent} {fi-recipient}', 'hosters in Finnish'],
    ['ei tunne', 'hosters in Finnish'],
  ],
  policy: [['viesti* .. {fi-refused}', 'hosters in Finnish']],
  'try-later': [
    ['yritä myöhemmin', 'hosters in Finnish'],
    ['myöhemmin uudelleen', 'hosters in Finnish'],
    ['tilapäi*', 'hosters in Finnish'],
    ['väliaikai*', 'hosters in Finnish'],
  ],
  refusal: [['{fi-refused}', 'hosters in Finnish that say no more']],
  'sender-named': [['{fi-sender}', 'hosters in Finnish']],
});
