import type { EspApiErrorKind } from './errors.ts';

/** The error in words, with the remedy where the operator has one. */
export function phraseOf(kind: EspApiErrorKind, permission: string | undefined): string {
  switch (kind) {
    case 'unauthorized':
      return permission === undefined
        ? 'refused the API key'
        : `refused the API key, which needs the permission "${permission}"`;
    case 'forbidden':
      return permission === undefined
        ? 'does not allow this to the API key'
        : `does not allow this to the API key: give it the permission "${permission}"`;
    case 'not-found':
      return 'found nothing';
    case 'limit-reached':
      return 'reached a limit of the account';
    case 'unavailable':
      return 'is not available';
    case 'conflict':
      return 'reported a conflict';
    case 'invalid-response':
      return 'answered with a redirect or an unknown status; the key was not sent on';
    default:
      return 'refused the request';
  }
}

/** The kind of an error status, where the ESP's body does not name another. */
export function kindOf(status: number): EspApiErrorKind {
  if (status < 400) return 'invalid-response';
  if (status === 401) return 'unauthorized';
  if (status === 402 || status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'invalid-request';
}
