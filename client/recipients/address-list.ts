/** Address lists as they stand in a header or an API call (RFC 5322, 3.4): `Ann <a@x.example>, "Doe, Bob" <b@y.example>`. */

export interface ListedRecipient {
  /** The mailbox as written, display name included, without the separator. */
  readonly text: string;
  /** The address in it, without display name, brackets and comments; it need not be a valid one. */
  readonly address: string;
}

/**
 * The mailboxes of an address list, in order. Groups are flattened. What is not well-formed comes out as a mailbox
 * whose address is not one, so that it is withheld and never sent unchecked.
 */
export function parseAddressList(text: string): ListedRecipient[] {
  const recipients: ListedRecipient[] = [];
  const scanner = new MailboxScanner();
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const separator = at === text.length ? ',' : scanner.separatorAt(text, at);
    if (separator === null) continue;
    const mailbox = text.slice(start, at).trim();
    start = at + 1;
    const taken = scanner.takeAddress();
    const address = separator === ':' ? '' : taken;
    // The name of a group; one that holds an address is no name.
    const groupName = separator === ':' && !mailbox.includes('@');
    if (groupName || mailbox === '') continue;
    const before = recipients.at(-1);
    // An unquoted comma in a display name: `Doe, Bob <b@y.example>`.
    if (before !== undefined && !/[@<]/.test(before.text) && /^[^<@]*[^<@\s][^<@]*<.*>$/.test(mailbox)) {
      recipients.pop();
      recipients.push({ text: `${before.text}, ${mailbox}`, address });
    } else {
      recipients.push({ text: mailbox, address });
    }
  }
  return recipients;
}

/** Tracks quoted strings, comments, angle brackets and domain literals, and collects the address of a mailbox. */
class MailboxScanner {
  #quoted = false;
  #literal = false;
  #angle = false;
  #angles = 0;
  #comments = 0;
  #escaped = false;
  #malformed = false;
  #outside = '';
  #inside = '';

  /** The separator at this place, or null when the character belongs to a mailbox. */
  separatorAt(text: string, at: number): ',' | ':' | null {
    const character = text.charAt(at);
    if (this.#escaped || this.#quoted || this.#comments > 0) {
      this.#inText(character);
      return null;
    }
    const structural = !this.#angle && !this.#literal;
    if (structural && (character === ',' || character === ';')) return ',';
    if (structural && character === ':') return ':';
    switch (character) {
      case '(':
        this.#comments = 1;
        return null;
      case '<':
        if (this.#angle) this.#malformed = true;
        this.#angle = true;
        this.#angles++;
        return null;
      case '>':
        if (!this.#angle) this.#malformed = true;
        this.#angle = false;
        return null;
      case ')':
      case '\\':
        this.#malformed = true;
        return null;
      case '"':
        this.#quoted = true;
        break;
      case '[':
        this.#literal = true;
        break;
      case ']':
        if (!this.#literal) this.#malformed = true;
        this.#literal = false;
        break;
    }
    this.#collect(character);
    return null;
  }

  /** The address collected since the last separator; empty when the mailbox is malformed or has several. */
  takeAddress(): string {
    const open = this.#quoted || this.#comments > 0 || this.#angle || this.#literal;
    const bracketed = this.#angles > 0;
    const unusable = open || this.#malformed || this.#angles > 1;
    const address = unusable ? '' : (bracketed ? this.#inside : this.#outside).trim();
    this.#malformed = false;
    this.#outside = '';
    this.#inside = '';
    this.#angles = 0;
    return address;
  }

  #inText(character: string): void {
    if (this.#comments > 0) {
      if (this.#escaped) this.#escaped = false;
      else if (character === '\\') this.#escaped = true;
      else if (character === '(') this.#comments++;
      else if (character === ')') this.#comments--;
      return;
    }
    if (this.#escaped) this.#escaped = false;
    else if (character === '\\') this.#escaped = true;
    else if (character === '"') this.#quoted = false;
    this.#collect(character);
  }

  #collect(character: string): void {
    if (this.#angle) this.#inside += character;
    else this.#outside += character;
  }
}
