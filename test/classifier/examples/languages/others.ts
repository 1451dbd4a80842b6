import type { Example } from '../example.ts';

export const others: readonly Example[] = [
  [1003, '554 Sunucunuz kara listede'],
  [2001, '550 Kullanıcı bulunamadı'],
  [2001, '550 Geçersiz alıcı'],
  [2001, '550 Ismeretlen felhasználó'],
  [2001, '550 Utilizator necunoscut'],
  [3001, '552 Posta kutusu dolu'],
  [5001, 'Otomatik yanıt: izindeyim'],
];
