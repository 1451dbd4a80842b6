/** The folders of the archive's bucket. */
export const archiveFolders = {
  /** Events as they came, a compressed object a batch: what `replay` reads. */
  raw: 'raw/',
  /** Bodies too large for a queue message, for as long as a message may still name them. */
  big: 'big/',
  /** Addresses of manual changes, by the hash that stands for them in the audit trail. */
  auditNames: 'audit-names/',
  /** Where the command line notes the last replay. */
  replays: 'replays/',
  /** Spans of sources that an operator revoked; each later replay leaves them out. */
  revocations: 'replays/revoked/',
  /** Which entries of ESPs' suppression lists were added or removed from here. */
  sync: 'sync/',
} as const;

/** The folder of the audit trail, in a bucket of its own: manual changes, by whom and why. */
export const AUDIT_FOLDER = 'audit/';

/** A day's part of a folder: `2026/11/23/`. `at` is any time of the day in UTC. @throws RangeError when it is no time */
export function dayFolder(at: Date): string {
  return `${at.toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

/** The time of day with which a key of such a folder begins, to the second in UTC: `101502`. @throws RangeError when it is no time */
export function timeOfDay(at: Date): string {
  return at.toISOString().slice(11, 19).replaceAll(':', '');
}
