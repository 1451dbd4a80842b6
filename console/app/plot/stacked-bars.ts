/** Stacked bars over time, drawn by uPlot. */
import uPlot from 'uplot';
import { formatCompact } from '../format/numbers.ts';
import { axisLabels } from '../format/time.ts';
import type { Stack } from '../statistics/series.ts';

export interface StackedBarsOptions {
  readonly element: HTMLElement;
  readonly stack: Stack;
  readonly by: 'hour' | 'day';
  /** One a series. */
  readonly colours: readonly string[];
  readonly ink: { readonly axis: string; readonly grid: string; readonly selected: string };
  readonly height: number;
  /** The index of the bucket under the pointer; null when it has left. */
  readonly onHover: (index: number | null) => void;
  readonly onSelect: (index: number) => void;
}

export interface StackedBars {
  select(index: number | null): void;
  destroy(): void;
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 } as const;
const FONT = '12px system-ui, sans-serif';

/** Draws into the element, as wide as it is, whatever its width becomes. */
export function drawStackedBars(options: StackedBarsOptions): StackedBars {
  const { element, stack, by, colours, ink, height, onHover, onSelect } = options;
  let selected: number | null = null;
  const half = STEP_MS[by] / 2;
  const [first = 0] = stack.buckets;
  const last = stack.buckets.at(-1) ?? first;

  const markSelected = (plot: uPlot) => {
    const bucket = selected === null ? undefined : stack.buckets[selected];
    if (bucket === undefined) return;
    const left = plot.valToPos(bucket - half, 'x', true);
    const right = plot.valToPos(bucket + half, 'x', true);
    plot.ctx.save();
    plot.ctx.fillStyle = ink.selected;
    plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
    plot.ctx.restore();
  };

  const plot = new uPlot(
    {
      width: element.clientWidth,
      height,
      ms: 1,
      // A day of the statistics is a day of UTC; hours are shown at the reader's clock.
      tzDate: (time) => (by === 'day' ? uPlot.tzDate(new Date(time), 'Etc/UTC') : new Date(time)),
      legend: { show: false },
      cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => [first - half, last + half] },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        {
          stroke: ink.axis,
          font: FONT,
          grid: { show: false },
          ticks: { stroke: ink.grid, width: 1, size: 4 },
          space: 64,
          size: 44,
          values: (_plot, times, _axis, _space, step) => axisLabels(times, step, by),
        },
        {
          stroke: ink.axis,
          font: FONT,
          size: 52,
          grid: { stroke: ink.grid, width: 1 },
          ticks: { show: false },
          incrs: [1, 2, 5]
            .flatMap((step) => Array.from({ length: 10 }, (_, power) => step * 10 ** power))
            .sort((a, b) => a - b),
          values: (_plot, values) => values.map(formatCompact),
        },
      ],
      series: [
        {},
        ...colours.toReversed().map((colour) => ({
          fill: colour,
          stroke: colour,
          width: 0,
          points: { show: false },
          ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.82, 48], align: 0 }) }),
        })),
      ],
      hooks: {
        drawClear: [markSelected],
        setCursor: [({ cursor }) => onHover(cursor.idx ?? null)],
      },
    },
    [[...stack.buckets], ...cumulative(stack)],
    element,
  );
  plot.over.addEventListener('click', () => {
    if (typeof plot.cursor.idx === 'number') onSelect(plot.cursor.idx);
  });
  plot.over.addEventListener('mouseleave', () => onHover(null));

  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height });
  });
  observer.observe(element);
  return {
    select(index) {
      selected = index;
      plot.redraw(false);
    },
    destroy() {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** The highest of the stack first: each bar is painted over by those below it. */
function cumulative({ series, buckets }: Stack): number[][] {
  let below = buckets.map(() => 0);
  const sums = series.map(({ counts }) => {
    below = below.map((sum, index) => sum + (counts[index] ?? 0));
    return below;
  });
  return sums.toReversed();
}
