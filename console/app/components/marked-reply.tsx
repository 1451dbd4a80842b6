import type { ComponentChildren } from 'preact';
import type { Span } from '../api/documents.ts';
import { visible } from '../format/visible.ts';

/** A reply with the parts that a rule matched. */
export function MarkedReply({ reply, spans }: { readonly reply: string; readonly spans: readonly Span[] }) {
  const parts: ComponentChildren[] = [];
  let done = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < done || end <= start) continue;
    parts.push(visible(reply.slice(done, start), { lines: true }));
    parts.push(<mark key={start}>{visible(reply.slice(start, end), { lines: true })}</mark>);
    done = end;
  }
  parts.push(visible(reply.slice(done), { lines: true }));
  return (
    <pre class="reply">
      <bdi>{parts}</bdi>
    </pre>
  );
}
