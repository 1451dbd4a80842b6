import { userInfo } from 'node:os';

/** The name that the caller of the process is logged in by; null where the system knows none, as in a container. */
export function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
