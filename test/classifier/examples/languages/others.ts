import type { Example } from '../example.ts';

export const others: readonly Example[] = [
  [1003, '554 Sunucunuz kara listede'],
  [2001, '550 Kullanıcı bulunamadı'],
  [2001, '550 Geçersiz alıcı'],
  [2001, '550 Ismeretlen felhasználó'],
  [2001, '550 Utilizator necunoscut'],
  [3001, '552 Posta kutusu dolu'],
  [5001, 'Otomatik yanıt: izindeyim'],
  [2001, '550 A címzett nem található'],
  [2001, '550 Adresa nu există'],
  [2001, '550 Primatelj nije pronađen'],
  [2001, '550 Άγνωστος παραλήπτης: η διεύθυνση δεν βρέθηκε'],
  [2001, '550 הנמען לא נמצא'],
  [2001, '550 العنوان غير موجود'],
  [2001, '550 Tài khoản không tồn tại'],
  [3001, '552 Hộp thư của người nhận đã đầy'],
];
