import { splitHumanReadablePart } from './human-readable.ts';

/** Names of header fields as mail clients write them above a forwarded message, by language. */
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

/** Most mails have no such line. */
const FROM_FIELD = new RegExp(
  `^[> \\t*]{0,12}(?:${[...names].flatMap(([word, name]) => (name === 'From' ? [word] : [])).join('|')})\\*?\\s?[:：]`,
  'im',
);
const FIELD = /^\s{0,4}\*?([\p{L}][\p{L} -]{0,24}?)\*?\s?[:：]\*?\s*(\S.*)$/u;
const MAX_FIELDS = 12;

/**
 * The message forwarded inline in `text`, with its header above it and perhaps quote marks before each line, as a
 * raw mail; null when there is none. The header must have a From field and two others.
 */
export function extractForwardedMessage(text: string): Buffer | null {
  if (!FROM_FIELD.test(text)) return null;
  const { lines } = splitHumanReadablePart(stripQuoteMarks(text));
  const start = lines.findIndex((line, index) => nameOf(line) !== undefined && isHeader(lines, index));
  if (start < 0) return null;
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  if (end < 0) return null;
  const header = lines.slice(start, end).flatMap((line) => fieldOf(line) ?? []);
  const type = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit';
  return Buffer.from(`${header.join('\n')}\n${type}\n\n${lines.slice(end + 1).join('\n')}`, 'utf8');
}

/** A text without quote marks; `>>>`, which begins a command in a transcript, is kept. */
export function stripQuoteMarks(text: string): string {
  return text.replace(/^(?:> ?(?!>>))+/gm, '');
}

function isHeader(lines: readonly string[], start: number): boolean {
  const found = new Set<string>();
  for (const line of lines.slice(start, start + MAX_FIELDS)) {
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
