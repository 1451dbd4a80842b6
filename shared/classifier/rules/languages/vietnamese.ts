import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

export const vietnameseWords: WordFamilies = {
  'vi-recipient': [
    'người dùng',
    'người nhận',
    'địa chỉ',
    'địa chỉ email',
    'hộp thư',
    'hộp thư đến',
    'tài khoản',
  ],
  'vi-absent': [
    'không tồn tại',
    'không tìm thấy',
    'không được tìm thấy',
    'không thể tìm thấy',
    'không hợp lệ',
    'không xác định',
    'không đúng',
    'không có thật',
  ],
  'vi-absent-first': ['không tìm thấy', 'không thể tìm thấy', 'không có', 'không tồn tại', 'sai'],
  'vi-sender': ['người gửi'],
  'vi-refused': ['bị từ chối', 'từ chối', 'bị chặn', 'không được phép', 'bị cấm', 'đã chặn'],
  'vi-room': ['hộp thư', 'hộp thư đến', 'dung lượng', 'hạn mức'],
  'vi-full': ['đầy', 'vượt quá', 'hết dung lượng', 'vượt hạn mức', 'không đủ'],
  'vi-inactive': [
    'vô hiệu hóa',
    'bị khóa',
    'tạm ngưng',
    'tạm khóa',
    'đình chỉ',
    'ngừng hoạt động',
    'không hoạt động',
  ],
  'vi-gone': [
    'không còn tồn tại',
    'không còn hoạt động',
    'không còn sử dụng',
    'không còn hợp lệ',
    'bị xóa',
    'đã xóa',
    'đã đóng',
    'hủy bỏ',
  ],
};

export const vietnamese = languageRules('vietnamese', {
  away: [
    ['nghỉ phép', 'auto-replies in Vietnamese'],
    ['vắng mặt', 'auto-replies in Vietnamese'],
    ['trả lời tự động', 'Outlook in Vietnamese'],
    ['thư trả lời tự động', 'Outlook in Vietnamese'],
    ['đi công tác', 'auto-replies in Vietnamese'],
  ],
  virus: [['vi rút', 'scanners in Vietnamese']],
  blocklist: [['danh sách đen', 'hosters in Vietnamese']],
  'sender-authentication': [
    ['mật khẩu', 'MTAs in Vietnamese that ask for a login'],
    ['xác thực', 'MTAs in Vietnamese that ask for a login'],
  ],
  'client-blocked': [
    ['ip .. {vi-refused}', 'hosters in Vietnamese'],
    ['máy chủ .. {vi-refused}', 'hosters in Vietnamese'],
  ],
  'sender-refused': [
    ['{vi-sender} .. {vi-refused}', 'hosters in Vietnamese'],
    ['{vi-refused} .. {vi-sender}', 'hosters in Vietnamese'],
    ['{vi-sender} .. {vi-absent}', 'hosters in Vietnamese'],
  ],
  'not-permitted': [['không có quyền', 'Exchange in Vietnamese']],
  'too-many': [['quá nhiều', 'hosters in Vietnamese']],
  'domain-unknown': [
    ['tên miền .. {vi-absent}', 'MTAs in Vietnamese'],
    ['{vi-absent-first} tên miền', 'MTAs in Vietnamese'],
  ],
  spam: [['thư rác', 'hosters in Vietnamese']],
  'address-gone': [['{vi-recipient} .. {vi-gone}', 'hosters and auto-replies in Vietnamese']],
  connection: [
    ['không thể kết nối', 'MTAs in Vietnamese'],
    ['không kết nối được', 'MTAs in Vietnamese'],
    ['hết thời gian', 'MTAs in Vietnamese'],
  ],
  'account-inactive': [['{vi-recipient} .. {vi-inactive}', 'hosters in Vietnamese']],
  'mailbox-full': [
    ['{vi-room} .. {vi-full}', 'hosters in Vietnamese'],
    ['không còn chỗ', 'hosters in Vietnamese'],
    ['không còn dung lượng', 'hosters in Vietnamese'],
  ],
  'message-size': [
    ['quá lớn', 'hosters in Vietnamese'],
    ['kích thước .. vượt quá', 'hosters in Vietnamese'],
    ['vượt quá kích thước', 'hosters in Vietnamese'],
  ],
  'address-unknown': [
    ['{vi-recipient} .. {vi-absent}', 'hosters in Vietnamese'],
    ['{vi-absent-first} {vi-recipient}', 'Exchange in Vietnamese'],
    ['không biết .. {vi-recipient}', 'hosters in Vietnamese'],
  ],
  'try-later': [
    ['thử lại sau', 'hosters in Vietnamese'],
    ['tạm thời', 'hosters in Vietnamese'],
  ],
  received: [
    ['nhận được thư của bạn', 'help desks that write Vietnamese'],
    ['nhận được email của bạn', 'help desks that write Vietnamese'],
  ],
  refusal: [['{vi-refused}', 'hosters in Vietnamese that say no more']],
  'sender-named': [['{vi-sender}', 'hosters in Vietnamese']],
});
