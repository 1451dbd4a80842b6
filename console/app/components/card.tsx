import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  readonly title: string;
  /** Beside the title: how the figures are to be read. */
  readonly note?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly class?: string;
  /** Whether what it shows is being read again. */
  readonly busy?: boolean;
  readonly children: ComponentChildren;
}

/** A section of a page. */
export function Card({ title, note, actions, busy = false, children, class: className = '' }: CardProps) {
  const id = useId();
  return (
    <section class={`card ${className}`} aria-labelledby={id} aria-busy={busy}>
      <header class="card-header">
        <div>
          <h2 id={id}>{title}</h2>
          {note === undefined ? null : <p class="note">{note}</p>}
        </div>
        {actions === undefined ? null : <div class="card-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
