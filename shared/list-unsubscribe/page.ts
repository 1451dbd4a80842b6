/** The pages behind an unsubscribe URL. They run no script, load nothing, and cannot be framed. */

/** Header fields of every page. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

/**
 * Asks before it unsubscribes: link scanners follow links with GET, and a recipient decides with POST (RFC 8058, 3.2).
 * The address is shown in part, since mail is forwarded with its links.
 */
export function questionPage(address: string, list: string): string {
  return page(
    'Unsubscribe',
    `<p>Stop mail of the list <strong>${escapeHtml(list)}</strong> to <strong>${escapeHtml(masked(address))}</strong>?</p>
<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>`,
  );
}

export function unsubscribedPage(list: string): string {
  return page(
    'Unsubscribed',
    `<p>You get no more mail of the list <strong>${escapeHtml(list)}</strong>.</p>`,
  );
}

export function invalidLinkPage(): string {
  return page(
    'Invalid link',
    '<p>This link is incomplete or too old. Open the newest mail of this sender and use its link, or reply to it.</p>',
  );
}

export function unavailablePage(): string {
  return page('Try again', '<p>This does not work at the moment. Try again in a few minutes.</p>');
}

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.5rem 1.5rem}strong{overflow-wrap:anywhere}@media (prefers-color-scheme:dark){body{background:#111;color:#eee}}';

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/** `a…@example.com`. */
function masked(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address.slice(0, at);
  return `${first}…${address.slice(at)}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
