/**
 * A mutant of each rule of the threat model: the source with one check taken out. Every one of them must make a test of
 * an adversary fail. `npm run test:mutants` shows that it does.
 */

export interface Mutant {
  /** Which of {@link rules} the check belongs to. */
  readonly rule: keyof typeof rules;
  /** What is left out, in a few words. */
  readonly without: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  /** The adversary who must notice: a file of this folder's parent, and a part of the names of its tests. */
  readonly noticed: readonly [file: string, tests: string];
}

export const rules = {
  1: 'authority of a source',
  2: 'event identity',
  3: 'guard per source',
  4: 'undo',
  5: 'inbound mail',
  6: 'ambiguity',
  7: 'rates, unguessable URLs, allowed addresses',
  8: 'budget of a batch',
  9: 'secrets blanked before storage',
  10: 'hashed mode',
  11: 'output',
  12: 'erasing and audit trail',
} as const;

export const mutants: readonly Mutant[] = [
  {
    rule: 1,
    without: 'lists that a source may report on',
    file: 'shared/intake/authority.ts',
    from: "return isWithinAuthority(event.list, authority) ? { list: event.list } : { refused: 'beyond-authority' };",
    to: 'return { list: event.list };',
    noticed: ['source-against-another', 'a source that reports on the list'],
  },
  {
    rule: 1,
    without: 'kinds that a source may report',
    file: 'shared/intake/authority.ts',
    from: 'if (authority.kinds && event.kind',
    to: 'if (authority.kinds?.length === 0 && event.kind',
    noticed: ['source-against-another', 'a source that reports bounces'],
  },
  {
    rule: 2,
    without: 'the source in the id of an event',
    file: 'shared/intake/ledger-event.ts',
    from: 'family}:',
    to: 'family.slice(0, 0)}:',
    noticed: ['source-against-another', 'name their events apart'],
  },
  {
    rule: 2,
    without: 'the stronger of two reports of one id',
    file: 'shared/ledger/record/report-order.ts',
    from: 'compareEffects(a, b) ||',
    to: '',
    noticed: ['source-against-another', 'stands against a weaker report'],
  },
  {
    rule: 2,
    without: 'the key of the hash of ids',
    file: 'shared/ledger/record/event-id.ts',
    from: "createSecretKey(Buffer.from(key, 'utf8'))",
    to: "createSecretKey(Buffer.from('no key', 'utf8'))",
    noticed: ['source-against-another', 'the stored form of an id'],
  },
  {
    rule: 3,
    without: 'the guard of a source',
    file: 'shared/ledger/guard/source-guard.ts',
    from: 'return policy.general.settings.sourceGuard;',
    to: 'return null;',
    noticed: ['source-against-another', 'is held back'],
  },
  {
    rule: 4,
    without: 'the retraction of what was revoked',
    file: 'shared/intake/retraction.ts',
    from: 'return [...ids].map((id) => ({',
    to: 'return [...ids].slice(2).map((id) => ({',
    noticed: ['source-against-another', 'is undone by one command'],
  },
  {
    rule: 5,
    without: 'the signed return path',
    file: 'shared/intake/inbound-mail.ts',
    from: 'return isVerified || isOf(event, signedFor) ? event',
    to: 'return isVerified || isOf(event, signedFor) || reported.length > 0 ? event',
    noticed: ['stranger-by-mail', 'a forged bounce suppresses'],
  },
  {
    rule: 5,
    without: 'the days for which a return path is valid',
    file: 'shared/signing/days.ts',
    from: 'return age >= -1 && age <= validDays;',
    to: 'return age >= -1;',
    noticed: ['stranger-by-mail', 'a forged bounce suppresses'],
  },
  {
    rule: 5,
    without: 'the reporters of complaints',
    file: 'shared/intake/inbound-mail.ts',
    from: "event.kind === 'complaint' ? fromReporter : false;",
    to: "event.kind === 'complaint' ? fromReporter || true : false;",
    noticed: ['stranger-by-mail', 'a forged feedback report'],
  },
  {
    rule: 5,
    without: 'the bound of recipients',
    file: 'shared/intake/inbound-mail.ts',
    from: 'if (named.size > MAX_MAIL_RECIPIENTS)',
    to: 'if (named.size > 50 * MAX_MAIL_RECIPIENTS)',
    noticed: ['stranger-by-mail', 'more than twenty'],
  },
  {
    rule: 5,
    without: 'the verdicts on spam and viruses',
    file: 'shared/intake/inbound-mail.ts',
    from: "return spam === 'FAIL' || virus === 'FAIL';",
    to: "return spam === 'FAIL' && virus === 'FAIL';",
    noticed: ['stranger-by-mail', 'a forged bounce suppresses'],
  },
  {
    rule: 5,
    without: 'the refusal of deliveries that nothing verifies',
    file: 'shared/intake/ledger-event.ts',
    from: 'if (evidenceOnly && MAY_RELEASE.includes(event.kind))',
    to: 'if (evidenceOnly && MAY_RELEASE.length === 0)',
    noticed: ['stranger-by-mail', 'ends no suppression'],
  },
  {
    rule: 6,
    without: 'ambiguity where an ESP names several recipients',
    file: 'shared/providers/parsing/event.ts',
    from: 'const ambiguous = recipients.length > 1;',
    to: 'const ambiguous = recipients.length > 99;',
    noticed: ['complainer-against-others', ''],
  },
  {
    rule: 7,
    without: 'the key in the URL',
    file: 'shared/intake/webhook-receiver.ts',
    from: 'if (!secrets || !isKeyOf(secrets, key))',
    to: 'if (!secrets)',
    noticed: ['stranger-over-http', 'reaches nothing'],
  },
  {
    rule: 7,
    without: 'the allowed addresses',
    file: 'shared/intake/webhook-receiver.ts',
    from: 'if (source.allow && !isAllowed(ip, source.allow))',
    to: 'if (source.allow?.length === 0)',
    noticed: ['stranger-over-http', 'from an address that its source does not allow'],
  },
  {
    rule: 7,
    without: 'the budget of rejected requests apart from the ESP\u2019s own',
    file: 'shared/intake/webhook-receiver.ts',
    from: "if (!limits.rejected(ip, REJECTED_PER_SECOND)) return throttled(deps, source.name);\n    deps.onOutcome({ source: source.name, outcome: 'rejected', detail });",
    to: "if (!limits.verified(source.name, source.ratePerSecond)) return throttled(deps, source.name);\n    deps.onOutcome({ source: source.name, outcome: 'rejected', detail });",
    noticed: ['stranger-over-http', 'a flood of rejected requests'],
  },
  {
    rule: 7,
    without: 'the rate of a source',
    file: 'shared/intake/webhook-receiver.ts',
    from: '? limits.verified(source.name, source.ratePerSecond)',
    to: '? limits.verified(source.name, 1_000_000)',
    noticed: ['heavy-sender', 'a source over its rate'],
  },
  {
    rule: 8,
    without: 'the parts of a message with too many events',
    file: 'shared/intake/process.ts',
    from: 'if (slices.length > 1 || !meter.fits(parsed.events.length)) {',
    to: 'if (slices.length > 99) {',
    noticed: ['heavy-sender', 'in parts'],
  },
  {
    rule: 8,
    without: 'the time that is left to an invocation',
    file: 'shared/intake/batch-budget.ts',
    from: 'this.#remainingMs() > reservedMs',
    to: 'this.#remainingMs() > reservedMs - reservedMs',
    noticed: ['heavy-sender', 'what time is too short for'],
  },
  {
    rule: 9,
    without: 'the asterisks over secrets',
    file: 'shared/providers/blank-secrets.ts',
    from: 'return blanked ?? body;',
    to: 'return body;',
    noticed: ['reader-of-what-is-kept', 'holds no secret'],
  },
  {
    rule: 10,
    without: 'the hash in the place of an address',
    file: 'shared/ledger/commands/change-record.ts',
    from: 'const address = hashed || erased ? null',
    to: 'const address = erased ? null',
    noticed: ['reader-of-what-is-kept', 'names no recipient'],
  },
  {
    rule: 11,
    without: 'the characters that no address may have',
    file: 'shared/address/mailbox.ts',
    from: 'if (text === null || FORBIDDEN.test(text)) return null;',
    to: 'if (text === null) return null;',
    noticed: ['writer-of-text', 'an event with a'],
  },
  {
    rule: 11,
    without: 'the characters that no name of a list may have',
    file: 'shared/intake/authority.ts',
    from: ' && !UNSAFE_CHARACTER.test(name);',
    to: ' && UNSAFE_CHARACTER.source.length > 0;',
    noticed: ['writer-of-text', 'an event with a'],
  },
  {
    rule: 11,
    without: 'the spaces in the place of controls',
    file: 'cli/terminal.ts',
    from: "return text.replace(CONTROLS, ' ');",
    to: "return text.replace(CONTROLS, '$&');",
    noticed: ['writer-of-text', 'steers no terminal'],
  },
  {
    rule: 11,
    without: 'the guard of cells',
    file: 'cli/formula-guard.ts',
    from: 'return FORMULA.test(text) ?',
    to: "return text === '=' ?",
    noticed: ['writer-of-text', 'a cell that a spreadsheet would run'],
  },
  {
    rule: 12,
    without: 'the hash that a complaint or an opt-out keeps',
    file: 'shared/api/routes/addresses.ts',
    from: 'asked ?? lists.some(',
    to: 'asked ?? [].some(',
    noticed: ['caller-without-level', 'a caller who may erase'],
  },
  {
    rule: 12,
    without: 'the proof that a complaint without its hash needs',
    file: 'shared/api/routes/addresses.ts',
    from: 'proof === undefined &&',
    to: "proof === '' &&",
    noticed: ['caller-without-level', 'a caller who may erase'],
  },
];
