import { visible } from '../format/visible.ts';

/** Text that a stranger wrote: a list name, a source, a reason. */
export function Untrusted({ text }: { readonly text: string }) {
  return <bdi class="untrusted">{visible(text)}</bdi>;
}

/** The same where there may be none. */
export function Optional({ text }: { readonly text: string | null | undefined }) {
  return text ? <Untrusted text={text} /> : null;
}

/** The same in a fixed-width font: addresses, rules, replies. */
export function Mono({ text }: { readonly text: string }) {
  return <bdi class="mono untrusted">{visible(text)}</bdi>;
}
