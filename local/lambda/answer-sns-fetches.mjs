/**
 * Preloaded into every function's process: requests to SNS's own hosts (signing certificates, confirmation
 * links) are answered by the local host, so the functions verify and confirm with the code that AWS runs.
 */
const snsHost = /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;
const { fetch: overTheNetwork } = globalThis;
const localSns = process.env.LOCAL_SNS_ENDPOINT;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.protocol !== 'https:' || !snsHost.test(url.hostname)) return overTheNetwork(input, init);
  return overTheNetwork(new URL(`/sns${url.pathname}${url.search}`, localSns), init);
};
