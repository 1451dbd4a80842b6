import { useConsole } from '../session.ts';
import { groupOfCode } from '../statistics/measures.ts';

/** A failure code with its meaning. */
export function FailureCode({ code, meaning = true }: { readonly code: number; readonly meaning?: boolean }) {
  const { codes } = useConsole();
  return (
    <span class="code">
      <span class={`code-number group-${groupOfCode(code)}`}>{code}</span>{' '}
      {meaning ? codes.get(code)?.meaning : null}
    </span>
  );
}
