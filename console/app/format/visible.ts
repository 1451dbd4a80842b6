/**
 * Text that a stranger wrote, for the screen. Control and invisible characters are replaced by their names, and so
 * are the characters that reverse the direction of what follows them: otherwise an address could look like another.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
const INVISIBLE_BUT_LINE_ENDS = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/**
 * @param lines Keeps line ends.
 * @example
 * ```ts
 * visible('a\u202eb'); // 'a⟨U+202E⟩b'
 * ```
 */
export function visible(text: string, { lines = false }: { readonly lines?: boolean } = {}): string {
  return text
    .replaceAll('\r\n', lines ? '\n' : '\r\n')
    .replace(lines ? INVISIBLE_BUT_LINE_ENDS : INVISIBLE, nameOf);
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code === 9 ? ' ' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
