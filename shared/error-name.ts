/** What a log may say of any error: its name. Its message may quote what must not be logged. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'UnknownError';
}
