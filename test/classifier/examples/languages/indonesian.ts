import type { Example } from '../example.ts';

export const indonesian: readonly Example[] = [
  [1003, '554 Server ada di daftar hitam'],
  [1003, '554 Ip diblokir'],
  [1004, '554 Ditandai sebagai spam'],
  [1006, '421 Terlalu banyak koneksi'],
  [1999, '550 Pesan terlalu besar'],
  [1999, '550 Ditolak'],
  [1999, 'Anda tidak memiliki izin menulis ke grup'],
  [2001, '550 Pengguna tidak ditemukan'],
  [2001, '550 Alamat tidak valid'],
  [2001, '550 Tidak ada pengguna dengan nama itu'],
  [2002, '550 Domain tidak ditemukan'],
  [2004, '550 Akun sudah tidak dipakai'],
  [3001, '552 Kotak surat penuh'],
  [3001, '552 Kuota terlampaui'],
  [3002, '550 Akun dinonaktifkan'],
  [3003, '451 Silakan coba lagi'],
  [3004, '550 Pengirim ditolak'],
  [3004, '550 Soal pengirim kami belum tahu'],
  [4003, 'Tidak dapat terhubung ke server'],
  [5001, 'Saya sedang cuti'],
];
