/** Where the stack's secrets lie in SSM, under its prefix: what the stack grants, the functions read and tools write. */

/** The live secrets of a source. */
export function sourceSecretName(prefix: string, source: string): string {
  return `${prefix}/sources/${source}`;
}

/** The API key of a source's ESP, for its management API. */
export function apiKeyName(prefix: string, source: string): string {
  return `${prefix}/api-keys/${source}`;
}

/** The keys of what the sender's program signs: return paths, unsubscribe URLs. */
export function signingKeysName(prefix: string): string {
  return `${prefix}/signing-keys`;
}

/** The stack's own key, made at first use: it keys the stored ids of events, hashed addresses and the audit trail. */
export function stackKeyName(prefix: string): string {
  return `${prefix}/stack-key`;
}
