import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Turkish, Hungarian, Romanian and more: what large hosters there print, and Exchange and Gmail in their tongues. */
export const otherWords: WordFamilies = {
  'tr-recipient': ['kullanıcı', 'alıcı', 'adres', 'adresi', 'hesap', 'posta kutusu', 'eposta', 'e posta'],
  'tr-absent': ['bulunamadı', 'mevcut değil', 'yok', 'geçersiz', 'bilinmiyor', 'bilinmeyen', 'tanımlı değil'],
  'hu-recipient': ['felhasználó', 'címzett', 'cím', 'email cím', 'postafiók', 'fiók'],
  'hu-absent': ['nem létezik', 'ismeretlen', 'nem található', 'érvénytelen'],
  'ro-recipient': ['utilizator', 'utilizatorul', 'adresa', 'destinatarul', 'contul', 'căsuța poștală'],
  'ro-absent': [
    'nu există',
    'necunoscut',
    'necunoscută',
    'inexistent',
    'inexistentă',
    'nu a fost găsit',
    'nu a fost găsită',
  ],
  'hr-recipient': ['korisnik', 'primatelj', 'adresa', 'primalac', 'nalog', 'uporabnik', 'prejemnik'],
  'hr-absent': [
    'ne postoji',
    'nepoznat',
    'nepoznata',
    'nije pronađen',
    'nije pronađena',
    'ne obstaja',
    'neznan',
  ],
  'el-recipient': ['χρήστης', 'παραλήπτης', 'διεύθυνση', 'λογαριασμός', 'γραμματοκιβώτιο'],
  'el-absent': ['δεν υπάρχει', 'άγνωστος', 'άγνωστη', 'δεν βρέθηκε'],
  'he-recipient': ['המשתמש', 'הנמען', 'הכתובת', 'תיבת הדואר'],
  'he-absent': ['אינו קיים', 'לא קיים', 'לא קיימת', 'אינה קיימת', 'לא נמצא', 'לא נמצאה'],
  'ar-recipient': ['المستخدم', 'المستلم', 'العنوان', 'صندوق البريد'],
  'ar-absent': ['غير موجود', 'غير معروف', 'لا يوجد', 'غير صالح'],
  'vi-recipient': ['người dùng', 'người nhận', 'địa chỉ', 'hộp thư', 'tài khoản'],
  'vi-absent': ['không tồn tại', 'không tìm thấy', 'không hợp lệ'],
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
    ['postafiók .. megtelt', 'hosters in Hungarian'],
    ['este plină', 'hosters in Romanian'],
    ['hộp thư .. đầy', 'hosters in Vietnamese'],
    ['je pun', 'hosters in Croatian and Serbian'],
  ],
  'address-unknown': [
    ['{tr-recipient} .. {tr-absent}', 'hosters in Turkish'],
    ['{tr-absent} {tr-recipient}', 'hosters in Turkish'],
    ['böyle bir kullanıcı yok', 'hosters in Turkish'],
    ['{hu-recipient} .. {hu-absent}', 'hosters in Hungarian'],
    ['{hu-absent} {hu-recipient}', 'hosters in Hungarian'],
    ['{ro-recipient} .. {ro-absent}', 'hosters in Romanian'],
    ['{hr-recipient} .. {hr-absent}', 'hosters in Croatian, Serbian and Slovenian'],
    ['{hr-absent} {hr-recipient}', 'hosters in Croatian, Serbian and Slovenian'],
    ['{el-recipient} .. {el-absent}', 'hosters in Greek'],
    ['{he-recipient} ... {he-absent}', 'hosters in Hebrew'],
    ['{ar-recipient} ... {ar-absent}', 'hosters in Arabic'],
    ['{vi-recipient} ... {vi-absent}', 'hosters in Vietnamese'],
  ],
});
