import { splitNotice } from './notice.ts';

/** Header fields as mail programs write them above a mail that is handed on, in the language of their user. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    From: [
      'from',
      'von',
      'de',
      'da',
      'van',
      'od',
      'från',
      'fra',
      'lähettäjä',
      'от',
      'від',
      '差出人',
      '发件人',
      '寄件者',
      '보낸 사람',
    ],
    To: [
      'to',
      'an',
      'à',
      'para',
      'a',
      'aan',
      'do',
      'till',
      'til',
      'komu',
      'кому',
      '宛先',
      '收件人',
      '收件者',
      '받는 사람',
    ],
    Subject: [
      'subject',
      'betreff',
      'objet',
      'asunto',
      'assunto',
      'oggetto',
      'onderwerp',
      'temat',
      'předmět',
      'ämne',
      'emne',
      'тема',
      '件名',
      '主题',
      '主旨',
      '제목',
    ],
    Date: [
      'date',
      'sent',
      'datum',
      'gesendet',
      'envoyé',
      'enviado',
      'fecha',
      'data',
      'inviato',
      'verzonden',
      'wysłano',
      'odesláno',
      'skickat',
      'sendt',
      'дата',
      'отправлено',
      '送信日時',
      '日付',
      '日期',
      '发送时间',
      '寄件日期',
    ],
  }).flatMap(([name, words]) => words.map((word): [string, string] => [word, name])),
);

/** Most mails hold no such line, and need no closer look. */
const NAMES_AUTHOR = new RegExp(
  `^[> \\t*]{0,12}(?:${[...names].flatMap(([word, name]) => (name === 'From' ? [word] : [])).join('|')})\\*?\\s?[:：]`,
  'im',
);
const FIELD = /^\s{0,4}\*?([\p{L}][\p{L} -]{0,24}?)\*?\s?[:：]\*?\s*(\S.*)$/u;
const MOST_FIELDS = 12;

/**
 * The mail that somebody handed on inline, its header above it and perhaps quotation marks before each line, as a
 * raw mail; null when the text holds none. The header must say from whom, and two things more.
 */
export function handedOn(text: string): Buffer | null {
  if (!NAMES_AUTHOR.test(text)) return null;
  const { lines } = splitNotice(withoutMarks(text));
  const start = lines.findIndex((line, index) => nameOf(line) !== undefined && isHeader(lines, index));
  if (start < 0) return null;
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  if (end < 0) return null;
  const header = lines.slice(start, end).flatMap((line) => fieldOf(line) ?? []);
  const type = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit';
  return Buffer.from(`${header.join('\n')}\n${type}\n\n${lines.slice(end + 1).join('\n')}`, 'utf8');
}

/** A text without the marks of quotation before its lines; `>>>`, which opens a command in a transcript, stays. */
export function withoutMarks(text: string): string {
  return text.replace(/^(?:> ?(?!>>))+/gm, '');
}

function isHeader(lines: readonly string[], start: number): boolean {
  const found = new Set<string>();
  for (const line of lines.slice(start, start + MOST_FIELDS)) {
    if (line.trim() === '') break;
    const name = nameOf(line);
    if (name !== undefined) found.add(name);
  }
  return found.has('From') && found.size >= 3;
}

function nameOf(line: string): string | undefined {
  return names.get(FIELD.exec(line.slice(0, 200))?.[1]?.toLowerCase() ?? '');
}

function fieldOf(line: string): string | undefined {
  const name = nameOf(line);
  return name === undefined ? undefined : `${name}: ${FIELD.exec(line)?.[2] ?? ''}`;
}
