/** Shorter ones may stand in any text by chance. */
const MIN_LENGTH = 8;
const ASTERISK = 0x2a;

/**
 * A body with every secret in it overwritten by asterisks: as it is, as JSON escapes it, and percent-encoded. The body
 * itself where it holds none. A reader of queue or archive learns no secret of a source, though an ESP puts it into
 * its events or repeats the webhook's URL in them.
 */
export function blankSecrets(body: Buffer, secrets: readonly string[]): Buffer {
  let blanked: Buffer | null = null;
  for (const secret of secrets) {
    if (secret.length < MIN_LENGTH) continue;
    for (const spelling of spellingsOf(secret)) {
      for (let at = body.indexOf(spelling); at >= 0; at = body.indexOf(spelling, at + spelling.length)) {
        blanked ??= Buffer.from(body);
        blanked.fill(ASTERISK, at, at + spelling.length);
      }
    }
  }
  return blanked ?? body;
}

function spellingsOf(secret: string): readonly Buffer[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const spellings = [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
  ];
  return [...new Set(spellings)].map((spelling) => Buffer.from(spelling));
}
