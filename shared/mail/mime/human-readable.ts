/** The human-readable part of a bounce (RFC 3464, 2), without the message that it returns. */
export interface HumanReadablePart {
  /** The text of the reporting host. */
  readonly text: string;
  readonly lines: readonly string[];
  /** The text after it: the returned message, or an empty string. */
  readonly returned: string;
}

/** Lines after these are ignored. */
const MAX_LINES = 300;
/** Longer lines are cut: it bounds every search within a line. */
const MAX_LINE_LENGTH = 4096;

/** Lines of mail clients above a forwarded message. Lower case. */
const forwardLines: readonly string[] = [
  'forwarded message',
  'begin forwarded message',
  'weitergeleitete nachricht',
  'message transféré',
  'mensaje reenviado',
  'mensagem encaminhada',
  'messaggio inoltrato',
  'doorgestuurd bericht',
  'przekazana wiadomość',
  'пересылаемое сообщение',
];

/**
 * Beginnings of lines between the text of a host and the message that it returns, without dashes, stars and
 * white space. Lower case.
 */
const dividers: readonly string[] = [
  ...forwardLines,
  'this is a copy of',
  'below this line is a copy',
  'enclosed is a copy of the message',
  'below is a copy of',
  'a copy of the message',
  'copy of the message',
  'copy of your message',
  'the header of the original message',
  'the headers of the original message',
  'header of the original message',
  'headers of the original message',
  'headers of the message',
  'the header and top',
  'message header',
  'original message',
  'original mail',
  'original header',
  'returned message',
  'returned mail',
  'return message',
  'start of returned message',
  'begin returned message',
  'begin of returned message',
  'unsent message',
  'undelivered message',
  'undeliverable message',
  'failed message',
  'rejected message',
  'attached message',
  'message follows',
  'message text follows',
  'your original message',
  'your message follows',
  'included is a copy of',
  'it contains the following header',
  'rfc822 header',
  'rfc 822 header',
];

const LONE_CARRIAGE_RETURN = /\r(?!\n)/;

const MIN_DIVIDER_LENGTH = 10;
const MAX_DIVIDER_LENGTH = 120;
const FORWARD_LINE = new RegExp(forwardLines.join('|'), 'i');
const DIVIDER = new RegExp(`^([\\s\\-_=*+#|>~]*)(?:${dividers.join('|')})`, 'i');

/** A header field of a returned message that no text of a host contains. */
const HEADER_START =
  /^(?:received|return-path|x-received|dkim-signature|arc-seal|x-apparently-to)[ \t]*:[ \t]*\S/i;

/** Splits a text at the returned message: at a divider or at the beginning of a header section. */
export function splitHumanReadablePart(source: string): HumanReadablePart {
  const text = LONE_CARRIAGE_RETURN.test(source) ? source.replaceAll(/\r\n?/g, '\n') : source;
  const lines: string[] = [];
  let hasText = false;
  let position = 0;
  while (position <= text.length && lines.length < MAX_LINES) {
    const lineFeed = text.indexOf('\n', position);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const line =
      end === position ? '' : text.slice(position, Math.min(end, position + MAX_LINE_LENGTH)).trimEnd();
    if (line === '') {
      // Layouts ask whether there is an empty line, not how many.
      if (lines.at(-1) !== '' || lines.at(-2) !== '') lines.push(line);
      position = end + 1;
      continue;
    }
    const isDivided = isDivider(line, hasText);
    if (isDivided || HEADER_START.test(line)) {
      return { text: lines.join('\n'), lines, returned: text.slice(isDivided ? end : position).trimStart() };
    }
    hasText = true;
    lines.push(line);
    position = end + 1;
  }
  return { text: lines.join('\n'), lines, returned: '' };
}

/** A forwarding client's line may be the first one; other dividers follow the text of a host. */
function isDivider(line: string, hasText: boolean): boolean {
  if (line.length < MIN_DIVIDER_LENGTH || line.length > MAX_DIVIDER_LENGTH) return false;
  const match = DIVIDER.exec(line);
  if (match === null || !(hasText || FORWARD_LINE.test(line))) return false;
  const decoration = match[1] ?? '';
  return isDecorated(decoration) || endsLikeDivider(line.slice(decoration.length).toLowerCase());
}

function isDecorated(decoration: string): boolean {
  return /[-_=*+#|~]{2}/.test(decoration);
}

/** Without dashes around it, only a whole line is a divider: "Original message follows." */
function endsLikeDivider(words: string): boolean {
  return /^(?:[\w ]{4,60}(?: follows?| below| attached| headers?)|original message|below is a copy[\w ]*)\s*[.:]?[\s-]*$/.test(
    words,
  );
}
