/** One line of `doctor`: a check of one source, or of the stack. */
export interface DoctorFinding {
  /** The source, or `stack`. */
  readonly source: string;
  /** A stable name: `secret`, `webhook-url`, `webhook-events`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly detail: string;
  /** The command or the place that fixes it; empty where nothing needs doing. */
  readonly fix: string;
}
