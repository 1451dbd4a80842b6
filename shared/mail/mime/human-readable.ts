/** The human-readable part of a bounce (RFC 3464, 2), without the message that it returns. */
export interface HumanReadablePart {
  /** The text of the reporting host. */
  readonly text: string;
  readonly lines: readonly string[];
  /** The text after it: the returned message, or an empty string. */
  readonly returned: string;
}

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

/** A header field of a returned message that no text of a host contains. */
const HEADER_START =
  /^(?:received|return-path|x-received|dkim-signature|arc-seal|x-apparently-to)[ \t]*:[ \t]*\S/i;

/** Splits a text at the returned message: at a divider or at the beginning of a header section. */
export function splitHumanReadablePart(text: string): HumanReadablePart {
  const all = text.split(/\r\n|\n|\r/);
  let end = all.length;
  let hasText = false;
  for (let index = 0; index < all.length; index += 1) {
    const line = all[index] ?? '';
    if (HEADER_START.test(line) || ((hasText || isForwardLine(line)) && isDivider(line))) {
      end = index;
      break;
    }
    if (line.trim() !== '') hasText = true;
  }
  const lines = all.slice(0, end).map((line) => line.slice(0, MAX_LINE_LENGTH).trimEnd());
  const rest = all.slice(end);
  if (isDivider(rest[0] ?? '')) rest.shift();
  return { text: lines.join('\n'), lines, returned: rest.join('\n').trimStart() };
}

/** True for a mail client's line above a forwarded message, which may be the first line. */
function isForwardLine(line: string): boolean {
  const words = line.slice(0, 120).toLowerCase();
  return forwardLines.some((phrase) => words.includes(phrase));
}

function isDivider(line: string): boolean {
  if (line.length > 120) return false;
  const decoration = /^[\s\-_=*+#|>~]*/.exec(line)?.[0] ?? '';
  const words = line.slice(decoration.length).toLowerCase();
  return (
    dividers.some((divider) => words.startsWith(divider)) &&
    (isDecorated(decoration) || endsLikeDivider(words))
  );
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
