import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Untrusted } from '../components/text.tsx';
import { formatCount } from '../format/numbers.ts';
import { formatBucket } from '../format/time.ts';
import { visible } from '../format/visible.ts';
import type { Stack } from '../statistics/series.ts';
import { useTheme } from '../theme.ts';
import { colourNames, resolveColours } from './colours.ts';
import { drawStackedBars, type StackedBars } from './stacked-bars.ts';

interface StackedBarsViewProps {
  readonly label: string;
  readonly stack: Stack;
  readonly by: 'hour' | 'day';
  /** The bucket whose details are shown beside the plot. */
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
}

const HEIGHT = 320;

/**
 * The plot with its legend. The canvas is for the eye alone: the slider under it moves through the same buckets by
 * keyboard, and reads each out.
 */
export function StackedBarsView({ label, stack, by, selected, onSelect }: StackedBarsViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const bars = useRef<StackedBars | null>(null);
  const select = useRef(onSelect);
  select.current = onSelect;
  const [hovered, setHovered] = useState<number | null>(null);
  const theme = useTheme();
  const names = useMemo(() => colourNames(stack.series.map(({ name }) => name)), [stack]);

  // A change of theme changes what the colours resolve to.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const [axis = '', grid = '', marked = ''] = resolveColours(element, ['--muted', '--grid', '--selected']);
    bars.current = drawStackedBars({
      element,
      stack,
      by,
      colours: resolveColours(element, names),
      ink: { axis, grid, selected: marked },
      height: HEIGHT,
      onHover: setHovered,
      onSelect: (index) => select.current(index),
    });
    bars.current.select(selected);
    return () => bars.current?.destroy();
  }, [stack, by, names, theme]);
  useEffect(() => bars.current?.select(selected), [selected]);

  const shown = hovered ?? selected;
  return (
    <div class="plot">
      <p class="plot-readout" aria-hidden="true">
        {shown === null ? 'Point at a bar to read it.' : bucketInWords(stack, by, shown)}
      </p>
      <div ref={frame} class="plot-canvas" aria-hidden="true" style={{ blockSize: `${HEIGHT}px` }} />
      <input
        class="plot-slider"
        type="range"
        min={0}
        max={Math.max(0, stack.buckets.length - 1)}
        value={selected ?? 0}
        aria-label={`${label}: the ${by} shown in detail`}
        aria-valuetext={bucketInWords(stack, by, selected ?? 0)}
        onInput={(event) => onSelect(event.currentTarget.valueAsNumber)}
      />
      <ul class="legend" aria-label="Parts of the plot">
        {stack.series.map(({ name, total }, index) => (
          <li key={name}>
            <span class="swatch" aria-hidden="true" style={{ background: `var(${names[index] ?? ''})` }} />
            <Untrusted text={name} /> <span class="legend-total">{formatCount(total)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function bucketInWords(stack: Stack, by: 'hour' | 'day', index: number): string {
  const bucket = stack.buckets[index];
  if (bucket === undefined) return '';
  const parts = stack.series
    .map(({ name, counts }) => ({ name, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${visible(name)} ${formatCount(count)}`);
  const total = formatCount(stack.totals[index] ?? 0);
  const when = formatBucket(new Date(bucket).toISOString(), by);
  return parts.length === 0 ? `${when}: 0` : `${when}: ${total} (${parts.join(', ')})`;
}
