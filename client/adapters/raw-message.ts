/** The recipient header fields of a raw message (RFC 5322). */

interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** Unfolded. */
  readonly body: string;
  /** The field as it stands, line ends included. */
  readonly raw: string;
}

/** Bodies of the To, Cc and Bcc fields. */
export function recipientsInHeader(message: Uint8Array): Record<'to' | 'cc' | 'bcc', string[]> {
  const { fields } = split(message);
  const bodies = (wanted: string) => fields.filter(({ name }) => name === wanted).map(({ body }) => body);
  return { to: bodies('to'), cc: bodies('cc'), bcc: bodies('bcc') };
}

/** The message without its Bcc fields: with a destination of its own, nothing takes them out on the way. */
export function withoutBcc(message: Uint8Array): Uint8Array {
  const { fields, rest } = split(message);
  if (!fields.some(({ name }) => name === 'bcc')) return message;
  const header = fields.filter(({ name }) => name !== 'bcc').map(({ raw }) => raw);
  return Buffer.concat([Buffer.from(header.join(''), 'latin1'), rest]);
}

function split(message: Uint8Array): { readonly fields: readonly HeaderField[]; readonly rest: Uint8Array } {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const text = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const length = end === null ? text.length : end.index + (end[0].startsWith('\r') ? 2 : 1);
  const fields = text
    .slice(0, length)
    .split(/(?<=\n)(?![ \t])/)
    .map((raw) => {
      const colon = raw.indexOf(':');
      // Header fields may be UTF-8 (RFC 6532).
      const body = Buffer.from(raw.slice(colon + 1), 'latin1').toString();
      return {
        name: raw.slice(0, Math.max(0, colon)).trim().toLowerCase(),
        body: body.replace(/\r?\n/g, ''),
        raw,
      };
    });
  return { fields, rest: bytes.subarray(length) };
}
