/** SNS over HTTPS: signing certificates, and the confirmation of a subscription. Callers pin the host first. */

/** What was fetched is not what SNS answers. The message names the pinned host at most. */
export class SnsFetchError extends Error {
  override readonly name = 'SnsFetchError';
}

const TIMEOUT_MS = 3_000;
const LARGEST = 64 * 1024;
const CERTIFICATES_KEPT = 16;

const certificates = new Map<string, Promise<string>>();

/**
 * The PEM certificate at a pinned URL, fetched once a process; a failed fetch is not remembered.
 * @throws SnsFetchError when it is no certificate; Error when it cannot be had within three seconds, or redirects.
 */
export function signingCertificate(url: string): Promise<string> {
  const known = certificates.get(url);
  if (known) return known;
  const fetched = fetchText(url).then((text) => {
    if (!text.includes('-----BEGIN CERTIFICATE-----'))
      throw new SnsFetchError('The signing certificate is not PEM.');
    return text;
  });
  if (certificates.size >= CERTIFICATES_KEPT) certificates.clear();
  certificates.set(url, fetched);
  fetched.catch(() => certificates.delete(url));
  return fetched;
}

/** GETs a pinned SubscribeURL. @throws SnsFetchError when it does not answer 2xx; Error when it cannot be reached. */
export async function confirmSubscription(url: string): Promise<void> {
  await fetchText(url);
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new SnsFetchError(`${new URL(url).host} answered ${response.status}.`);
  const text = await response.text();
  if (text.length > LARGEST)
    throw new SnsFetchError(`${new URL(url).host} answered more than ${LARGEST} characters.`);
  return text;
}
