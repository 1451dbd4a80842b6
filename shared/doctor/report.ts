import type { DoctorFinding } from './finding.ts';

/** Collects the findings of one source. */
export class Report {
  readonly findings: DoctorFinding[] = [];
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  ok(check: string, detail: string): void {
    this.add(check, 'ok', detail, '');
  }

  problem(check: string, detail: string, fix: string): void {
    this.add(check, 'problem', detail, fix);
  }

  warning(check: string, detail: string, fix: string): void {
    this.add(check, 'warning', detail, fix);
  }

  /** What could not be checked, and where it can be. */
  skipped(check: string, detail: string, fix = ''): void {
    this.add(check, 'skipped', detail, fix);
  }

  add(check: string, status: DoctorFinding['status'], detail: string, fix: string): void {
    this.findings.push({ source: this.source, check, status, detail, fix });
  }

  /** The command that sets the webhook up. */
  get connect(): string {
    return `bounce-ledger sources connect ${this.source}`;
  }
}
