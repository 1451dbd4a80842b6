import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/**
 * Hebrew, Arabic, Lithuanian and Latvian: what Exchange, Gmail and large hosters print in them. In scripts other than
 * Latin a letter takes three symbols, so the far gap (`...`) is about thirty of them.
 */
export const otherWords: WordFamilies = {
  'he-recipient': ['המשתמש', 'הנמען', 'הכתובת', 'תיבת הדואר', 'החשבון', 'נמען', 'כתובת'],
  'he-absent': [
    'אינו קיים',
    'לא קיים',
    'לא קיימת',
    'אינה קיימת',
    'לא נמצא',
    'לא נמצאה',
    'לא ידוע',
    'לא חוקי',
    'לא מוכר',
  ],
  'ar-recipient': ['المستخدم', 'المستلم', 'العنوان', 'عنوان', 'صندوق البريد', 'الحساب', 'علبة البريد'],
  'ar-absent': ['غير موجود', 'غير معروف', 'لا يوجد', 'غير صالح', 'لم يتم العثور', 'تعذر العثور', 'غير صحيح'],
  'lt-recipient': [
    'gavėjas',
    'gavėjo',
    'vartotojas',
    'vartotojo',
    'adresas',
    'pašto dėžutė',
    'saņēmējs',
    'lietotājs',
  ],
  'lt-absent': [
    'neegzistuoja',
    'nerastas',
    'nerasta',
    'nežinomas',
    'neteisingas',
    'neeksistē',
    'nav atrasts',
    'nezināms',
  ],
};

export const others = languageRules('others', {
  away: [
    ['מענה אוטומטי', 'Outlook in Hebrew'],
    ['מחוץ למשרד', 'auto-replies in Hebrew'],
    ['رد تلقائي', 'Outlook in Arabic'],
    ['خارج المكتب', 'auto-replies in Arabic'],
    ['automatinis atsakymas', 'Outlook in Lithuanian'],
    ['automātiskā atbilde', 'Outlook in Latvian'],
  ],
  blocklist: [
    ['רשימה שחורה', 'hosters in Hebrew'],
    ['القائمة السوداء', 'hosters in Arabic'],
  ],
  spam: [
    ['דואר זבל', 'Exchange in Hebrew'],
    ['بريد عشوائي', 'hosters in Arabic'],
    ['البريد العشوائي', 'hosters in Arabic'],
    ['šlamštas', 'hosters in Lithuanian'],
  ],
  'mailbox-full': [
    ['תיבת הדואר ... מלאה', 'Exchange in Hebrew'],
    ['התיבה מלאה', 'hosters in Hebrew'],
    ['ممتلئ', 'Exchange and hosters in Arabic'],
    ['تجاوز ... الحصة', 'hosters in Arabic'],
    ['pašto dėžutė .. pilna', 'hosters in Lithuanian'],
    ['pastkaste .. pilna', 'hosters in Latvian'],
    ['אין מקום', 'hosters in Hebrew and Arabic'],
    ['لا توجد مساحة', 'hosters in Hebrew and Arabic'],
    ['لا يوجد مساحة', 'hosters in Hebrew and Arabic'],
  ],
  'account-inactive': [
    ['החשבון ... הושבת', 'hosters in Hebrew'],
    ['החשבון ... נחסם', 'hosters in Hebrew'],
    ['الحساب ... معطل', 'hosters in Arabic'],
    ['تعطيل ... الحساب', 'hosters in Arabic'],
  ],
  'address-unknown': [
    ['{he-recipient} ... {he-absent}', 'hosters in Hebrew'],
    ['{he-absent} ... {he-recipient}', 'Exchange in Hebrew'],
    ['{ar-recipient} ... {ar-absent}', 'hosters in Arabic'],
    ['{ar-absent} ... {ar-recipient}', 'Exchange in Arabic'],
    ['{lt-recipient} .. {lt-absent}', 'hosters in Lithuanian and Latvian'],
  ],
  'message-size': [
    ['ההודעה ... גדולה מדי', 'Exchange in Hebrew'],
    ['كبيرة جدا', 'Exchange in Arabic'],
  ],
});
