/** The readable text of a bounce, parted from the message it returns. */
export interface Notice {
  /** The host's own words. */
  readonly text: string;
  readonly lines: readonly string[];
  /** What follows the host's words: the returned message, or an empty string. */
  readonly returned: string;
}

/** Longer lines are cut: no report needs them, and it bounds every search within a line. */
const LONGEST_LINE = 4096;

/** What mail programs write above a forwarded mail. Lower case. */
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
 * Lines that hosts put between their words and the message they return, as they begin after dashes, stars and
 * white space are dropped. Lower case.
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

/** A line of a returned message's header that no host's own words contain. */
const HEADER_START =
  /^(?:received|return-path|x-received|dkim-signature|arc-seal|x-apparently-to)[ \t]*:[ \t]*\S/i;

/** Parts the host's words from the returned message, at a divider or where a header block begins. */
export function splitNotice(text: string): Notice {
  const all = text.split(/\r\n|\n|\r/);
  let end = all.length;
  let spoken = false;
  for (let index = 0; index < all.length; index += 1) {
    const line = all[index] ?? '';
    if (HEADER_START.test(line) || ((spoken || forwards(line)) && isDivider(line))) {
      end = index;
      break;
    }
    if (line.trim() !== '') spoken = true;
  }
  const lines = all.slice(0, end).map((line) => line.slice(0, LONGEST_LINE).trimEnd());
  const rest = all.slice(end);
  if (isDivider(rest[0] ?? '')) rest.shift();
  return { text: lines.join('\n'), lines, returned: rest.join('\n').trimStart() };
}

/** A mail program's line above a mail that somebody hands on, perhaps without a word of their own. */
function forwards(line: string): boolean {
  const words = line.slice(0, 120).toLowerCase();
  return forwardLines.some((phrase) => words.includes(phrase));
}

function isDivider(line: string): boolean {
  if (line.length > 120) return false;
  const dressed = /^[\s\-_=*+#|>~]*/.exec(line)?.[0] ?? '';
  const words = line.slice(dressed.length).toLowerCase();
  return (
    dividers.some((divider) => words.startsWith(divider)) && (isDressed(dressed) || endsLikeDivider(words))
  );
}

function isDressed(dressed: string): boolean {
  return /[-_=*+#|~]{2}/.test(dressed);
}

/** Without dashes around it, only a whole line counts: "Original message follows." */
function endsLikeDivider(words: string): boolean {
  return /^(?:[\w ]{4,60}(?: follows?| below| attached| headers?)|original message|below is a copy[\w ]*)\s*[.:]?[\s-]*$/.test(
    words,
  );
}
