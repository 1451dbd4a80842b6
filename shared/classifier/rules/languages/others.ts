import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Turkish, Hungarian and Romanian: what large hosters there print. */
export const otherWords: WordFamilies = {
  'tr-recipient': ['kullanıcı', 'alıcı', 'adres', 'adresi', 'hesap', 'posta kutusu', 'eposta', 'e posta'],
  'tr-absent': ['bulunamadı', 'mevcut değil', 'yok', 'geçersiz', 'bilinmiyor', 'bilinmeyen', 'tanımlı değil'],
};

export const others = languageRules('others', {
  away: [
    ['otomatik yanıt', 'Outlook in Turkish'],
    ['automatikus válasz', 'Outlook in Hungarian'],
  ],
  blocklist: [['kara liste*', 'hosters in Turkish']],
  'mailbox-full': [
    ['kota .. aşıldı', 'hosters in Turkish'],
    ['kotası .. dolu', 'hosters in Turkish'],
    ['posta kutusu .. dolu', 'hosters in Turkish'],
    ['postafiók megtelt', 'hosters in Hungarian'],
  ],
  'address-unknown': [
    ['{tr-recipient} .. {tr-absent}', 'hosters in Turkish'],
    ['{tr-absent} {tr-recipient}', 'hosters in Turkish'],
    ['böyle bir kullanıcı yok', 'hosters in Turkish'],
    ['ismeretlen felhasználó', 'hosters in Hungarian'],
    ['ismeretlen címzett', 'hosters in Hungarian'],
    ['utilizator necunoscut', 'hosters in Romanian'],
    ['adresa .. nu există', 'hosters in Romanian'],
  ],
});
