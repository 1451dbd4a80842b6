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
/** Lines in which a forwarded header is searched. */
const MAX_LINES = 2_000;

/**
 * The message forwarded inline in `text`, with its header above it and perhaps quote marks before each line, as a
 * raw mail; null when there is none. The header must have a From field and two others.
 */
export function extractForwardedMessage(text: string): Buffer | null {
  if (!FROM_FIELD.test(text)) return null;
  const { lines } = splitHumanReadablePart(stripQuoteMarks(text));
  const fields = lines.slice(0, MAX_LINES).map(parseField);
  const start = headerStart(fields, lines);
  if (start < 0) return null;
  const end = lines.indexOf('', start);
  if (end < 0) return null;
  const header = fields
    .slice(start, end)
    .flatMap((field) => (field === null ? [] : `${field.name}: ${field.value}`));
  const type = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit';
  return Buffer.from(`${header.join('\n')}\n${type}\n\n${lines.slice(end + 1).join('\n')}`, 'utf8');
}

/** A text without quote marks; `>>>`, which begins a command in a transcript, is kept. */
export function stripQuoteMarks(text: string): string {
  return text.replace(/^(?:> ?(?!>>))+/gm, '');
}

interface ForwardedField {
  readonly name: string;
  readonly value: string;
}

/** Index of the first field of a header: From and two others within a few lines, without an empty line. */
function headerStart(fields: ReadonlyArray<ForwardedField | null>, lines: readonly string[]): number {
  for (let start = 0; start < fields.length; start += 1) {
    if (fields[start] === null) continue;
    const found = new Set<string>();
    let end = start;
    for (; end < start + MAX_FIELDS && end < fields.length && lines[end] !== ''; end += 1) {
      const name = fields[end]?.name;
      if (name !== undefined) found.add(name);
    }
    if (found.has('From') && found.size >= 3) return start;
    // The rest of the block has no more of them.
    if (end < start + MAX_FIELDS) start = end;
  }
  return -1;
}

function parseField(line: string): ForwardedField | null {
  const match = line.includes(':') || line.includes('：') ? FIELD.exec(line) : null;
  const name = names.get(match?.[1]?.toLowerCase() ?? '');
  return name === undefined ? null : { name, value: match?.[2] ?? '' };
}
