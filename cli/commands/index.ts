/** The commands, in the order of the help. A command's file is loaded only when it is called. */
import type { CommandSetup } from '../command.ts';

interface CommandEntry {
  /** One line: what it is for. */
  readonly summary: string;
  readonly load: () => Promise<CommandSetup>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  init: {
    summary: 'Write a configuration and a minimal CDK app.',
    load: async () => (await import('./init.ts')).init,
  },
  check: {
    summary: 'Check which addresses are suppressed; exit code 10 when one is.',
    load: async () => (await import('./check.ts')).check,
  },
  explain: {
    summary: 'Explain the status of an address: reason, evidence, advice.',
    load: async () => (await import('./explain.ts')).explain,
  },
  suppress: {
    summary: 'Suppress an address manually.',
    load: async () => (await import('./suppress.ts')).suppress,
  },
  release: {
    summary: 'Release an address manually.',
    load: async () => (await import('./release.ts')).release,
  },
  erase: {
    summary: 'Erase an address: its record and every copy in the archive.',
    load: async () => (await import('./erase.ts')).erase,
  },
  statistics: {
    summary: 'Count events by hour or day, with bounce and complaint rates.',
    load: async () => (await import('./statistics.ts')).statistics,
  },
  classify: {
    summary: 'Classify an SMTP reply: its failure code and the rule that matched.',
    load: async () => (await import('./classify.ts')).classify,
  },
  receive: {
    summary: 'Verify and parse webhook requests; stores nothing.',
    load: async () => (await import('./receive.ts')).receive,
  },
  'read-mail': {
    summary: 'Read raw bounce mails and feedback reports; one JSON line a recipient.',
    load: async () => (await import('./read-mail.ts')).readMail,
  },
  trigger: {
    summary: "Send signed test events of an ESP to a source's webhook.",
    load: async () => (await import('./trigger.ts')).trigger,
  },
  sources: {
    summary: 'List sources, add one, or rotate its secret without losing an event.',
    load: async () => (await import('./sources.ts')).sources,
  },
  'return-path': {
    summary: 'Make or verify the signed return path of a mail, which makes its bounces trustworthy.',
    load: async () => (await import('./return-path.ts')).returnPath,
  },
  'signing-keys': {
    summary: 'Rotate the keys that sign return paths and unsubscribe links.',
    load: async () => (await import('./signing-keys.ts')).signingKeys,
  },
  doctor: {
    summary: 'Check that events arrive, at the ESPs and in the stack; exit code 1 when there is a problem.',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  sync: {
    summary: "Compare ESPs' own suppression lists with the ledger, and reconcile them.",
    load: async () => (await import('./sync.ts')).sync,
  },
  codes: {
    summary: 'List the failure codes; check, test and compare custom rules.',
    load: async () => (await import('./codes.ts')).codes,
  },
  rules: {
    summary: 'Check rule files and test their examples.',
    load: async () => (await import('./rules.ts')).rules,
  },
  policy: {
    summary: 'Simulate a changed policy over the archive; changes nothing.',
    load: async () => (await import('./policy.ts')).policy,
  },
  import: {
    summary: 'Import suppression lists as CSV, JSON or JSON lines, as ESPs and this ledger export them.',
    load: async () => (await import('./import.ts')).importRows,
  },
  export: {
    summary: 'Export the suppressed addresses, as a file or in the format of an ESP.',
    load: async () => (await import('./export.ts')).exportRows,
  },
  replay: {
    summary: 'Process the raw archive again, after a rule or a parser has been fixed.',
    load: async () => (await import('./replay.ts')).replay,
  },
  dlq: {
    summary: 'Show dead letters and redrive them.',
    load: async () => (await import('./dlq.ts')).dlq,
  },
  storms: {
    summary: 'Show or decide a storm of a domain: many addresses turned permanent within minutes.',
    load: async () => (await import('./storms.ts')).storms,
  },
  console: {
    summary: 'Serve the web console on this machine and open it in the browser.',
    load: async () => (await import('./console.ts')).consoleCommand,
  },
};
