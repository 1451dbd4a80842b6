import type { Example } from '../example.ts';

export const vietnamese: readonly Example[] = [
  [1003, '554 Máy chủ nằm trong danh sách đen'],
  [1003, '554 Ip bị chặn'],
  [1004, '554 Đây là thư rác'],
  [1006, '421 Quá nhiều kết nối'],
  [1007, '550 Tệp có vi rút'],
  [1999, '550 Thư quá lớn'],
  [1999, '550 Bị từ chối'],
  [1999, 'Bạn không có quyền viết cho nhóm'],
  [2001, '550 Người nhận không tồn tại'],
  [2001, '550 ĐỊA CHỈ KHÔNG HỢP LỆ'],
  [2001, 'Không tìm thấy địa chỉ email'],
  [2002, '550 Tên miền không tồn tại'],
  [2004, '550 Tài khoản đã đóng'],
  [3001, '552 Hộp thư đã đầy'],
  [3002, '550 Tài khoản bị khóa'],
  [3003, '451 Hãy thử lại sau'],
  [3004, '550 Người gửi bị chặn'],
  [3004, '550 Về người gửi chúng tôi chưa rõ'],
  [4003, 'Không thể kết nối tới máy chủ'],
  [5001, 'Tôi đang nghỉ phép'],
];
