/** A share as a bar behind its figure; the figure says it, the bar is for the eye. */
export function Bar({ share, color }: { readonly share: number; readonly color?: string | undefined }) {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ inlineSize: width, ...(color !== undefined && { background: color }) }} />
    </span>
  );
}
