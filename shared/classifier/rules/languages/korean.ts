import type { WordFamilies } from '../../compile.ts';
import { languageRules } from './language.ts';

export const koreanWords: WordFamilies = {
  'ko-recipient': ['사용자', '수신자', '받는 사람', '주소', '계정', '메일함', '편지함', '수신인'],
  'ko-absent': [
    '존재하지 않',
    '찾을 수 없',
    '없는',
    '없습니다',
    '알 수 없',
    '유효하지 않',
    '잘못된',
    '등록되지 않',
  ],
  'ko-sender': ['보내는 사람', '발신자', '발송자', '보낸 사람', '송신자'],
  'ko-refused': ['거부', '차단', '거절', '허용되지 않', '금지', '제한'],
  'ko-full': ['가득', '초과', '부족', '꽉'],
};

export const korean = languageRules('korean', {
  away: [
    ['부재중', 'Outlook in Korean'],
    ['자동 회신', 'Outlook in Korean'],
    ['휴가', 'auto-replies in Korean'],
  ],
  virus: [['바이러스', 'Naver, Daum']],
  blocklist: [
    ['블랙리스트', 'Naver, Daum'],
    ['수신거부', 'Naver, Daum'],
  ],
  'client-blocked': [['ip ... {ko-refused}', 'Naver, Daum']],
  'sender-refused': [
    ['{ko-sender} ... {ko-refused}', 'Naver, Daum'],
    ['{ko-sender} ... {ko-absent}', 'Naver, Daum'],
  ],
  'domain-unknown': [['도메인 ... {ko-absent}', 'MTAs in Korean']],
  spam: [['스팸', 'Naver, Daum']],
  'not-permitted': [['권한', 'Exchange in Korean']],
  connection: [['연결할 수 없', 'MTAs in Korean']],
  'account-inactive': [
    ['휴면', 'Naver, Daum'],
    ['계정 ... 정지', 'Naver, Daum'],
    ['사용자 ... 정지', 'Naver, Daum'],
  ],
  'mailbox-full': [
    ['용량 ... {ko-full}', 'Naver, Daum'],
    ['메일함 ... {ko-full}', 'Naver, Daum'],
    ['편지함 ... {ko-full}', 'Naver, Daum'],
  ],
  'address-unknown': [
    ['{ko-recipient} ... {ko-absent}', 'Naver, Daum, Gmail in Korean'],
    ['{ko-absent} ... {ko-recipient}', 'Naver, Daum'],
  ],
  'try-later': [
    ['나중에', 'Naver, Daum'],
    ['잠시 후', 'Naver, Daum'],
  ],
  'absent-alone': [
    ['존재하지 않', 'hosters in Korean that name the address and nothing more'],
    ['찾을 수 없', 'hosters in Korean that name the address and nothing more'],
  ],
  refusal: [['{ko-refused}', 'hosters in Korean that say no more']],
  'sender-named': [['{ko-sender}', 'hosters in Korean']],
});
