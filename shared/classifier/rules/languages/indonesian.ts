import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

/** Indonesian, and Malay where it is spelled alike. */
export const indonesianWords: WordFamilies = {
  'id-recipient': [
    'pengguna',
    'penerima',
    'alamat',
    'alamat email',
    'alamat surel',
    'akun',
    'akaun',
    'kotak surat',
    'kotak masuk',
    'peti mel',
  ],
  'id-absent': [
    'tidak ditemukan',
    'tidak dapat ditemukan',
    'tidak ditemui',
    'tidak ada',
    'tidak wujud',
    'tidak terdaftar',
    'tidak dikenal',
    'tidak dikenali',
    'tidak diketahui',
    'tidak valid',
    'tidak sah',
    'tidak tersedia',
    'salah',
  ],
  'id-absent-first': ['tidak ada', 'tidak ditemukan', 'tidak dapat menemukan'],
  'id-sender': ['pengirim', 'penghantar'],
  'id-refused': [
    'ditolak',
    'diblokir',
    'disekat',
    'dilarang',
    'tidak diizinkan',
    'tidak dibenarkan',
    'menolak',
  ],
  'id-room': ['kotak surat', 'kotak masuk', 'peti mel', 'kuota', 'penyimpanan'],
  'id-full': ['penuh', 'terlampaui', 'melebihi', 'habis', 'tidak cukup'],
  'id-inactive': [
    'dinonaktifkan',
    'tidak aktif',
    'nonaktif',
    'ditangguhkan',
    'digantung',
    'dibekukan',
    'diblokir',
  ],
  'id-gone': ['tidak lagi', 'sudah tidak', 'dihapus', 'ditutup'],
};

export const indonesian = languageRules('indonesian', {
  away: [
    ['sedang cuti', 'auto-replies in Indonesian'],
    ['cuti sampai', 'auto-replies in Indonesian'],
    ['cuti hingga', 'auto-replies in Indonesian'],
    ['di luar kantor', 'Outlook in Indonesian'],
    ['tidak berada di kantor', 'auto-replies in Indonesian'],
    ['balasan otomatis', 'Outlook in Indonesian'],
    ['sedang libur', 'auto-replies in Indonesian'],
    ['di luar pejabat', 'Outlook in Malay'],
  ],
  blocklist: [['daftar hitam', 'hosters in Indonesian']],
  'sender-authentication': [
    ['kata sandi', 'MTAs in Indonesian that ask for a login'],
    ['autentikasi', 'MTAs in Indonesian that ask for a login'],
    ['otentikasi', 'MTAs in Indonesian that ask for a login'],
  ],
  'client-blocked': [['ip .. {id-refused}', 'hosters in Indonesian']],
  'sender-refused': [
    ['{id-sender} .. {id-refused}', 'hosters in Indonesian'],
    ['{id-sender} .. {id-absent}', 'hosters in Indonesian'],
  ],
  'not-permitted': [
    ['tidak memiliki izin', 'Exchange in Indonesian'],
    ['tidak mempunyai izin', 'Exchange in Indonesian'],
  ],
  'too-many': [['terlalu banyak', 'hosters in Indonesian']],
  'domain-unknown': [['domain .. {id-absent}', 'MTAs in Indonesian']],
  spam: [['sebagai spam', 'hosters in Indonesian']],
  'address-gone': [['{id-recipient} .. {id-gone}', 'hosters and auto-replies in Indonesian']],
  connection: [
    ['tidak dapat terhubung', 'MTAs in Indonesian'],
    ['tidak bisa terhubung', 'MTAs in Indonesian'],
    ['koneksi .. gagal', 'MTAs in Indonesian'],
  ],
  'account-inactive': [['{id-recipient} .. {id-inactive}', 'hosters in Indonesian']],
  'mailbox-full': [
    ['{id-room} .. {id-full}', 'hosters in Indonesian'],
    ['{id-full} .. {id-room}', 'hosters in Indonesian'],
    ['tidak ada ruang', 'hosters in Indonesian'],
  ],
  'message-size': [
    ['terlalu besar', 'hosters in Indonesian'],
    ['ukuran .. melebihi', 'hosters in Indonesian'],
  ],
  'address-unknown': [
    ['{id-recipient} .. {id-absent}', 'hosters in Indonesian'],
    ['{id-absent-first} {id-recipient}', 'hosters in Indonesian'],
    ['tidak mengenal', 'hosters in Indonesian'],
  ],
  'try-later': [
    ['coba lagi', 'hosters in Indonesian'],
    ['untuk sementara', 'hosters in Indonesian'],
  ],
  received: [
    ['menerima pesan anda', 'help desks that write Indonesian'],
    ['menerima email anda', 'help desks that write Indonesian'],
  ],
  refusal: [['{id-refused}', 'hosters in Indonesian that say no more']],
  'sender-named': [['{id-sender}', 'hosters in Indonesian']],
});
