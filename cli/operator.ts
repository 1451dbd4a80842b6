/** Who runs the command line. */
import { userInfo } from 'node:os';

/** The name the operator is logged in by; null where the system knows none. */
export function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
