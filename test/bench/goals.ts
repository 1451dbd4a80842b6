/** What the figures are to be, and what `npm run bench -- --check` holds them to. */

/** Figures by their path: `processor.cpu_to_floor.10`. */
export type Figures = ReadonlyMap<string, number>;

export interface Goal {
  readonly figure: RegExp;
  /** The goal: at most, or at least. */
  readonly most?: number;
  readonly least?: number;
  /** A multiple of another figure of the same run, instead of a number. */
  readonly mostTimes?: readonly [factor: number, figure: string];
  /**
   * What `--check` lets pass, in the place of the goal's number or factor. Counts are held to the goal itself;
   * ratios to a generous margin, for the machine may be busy; what a machine's speed decides is not held.
   */
  readonly held?: number;
}

export const goals: readonly Goal[] = [
  { figure: /^classify\.texts_per_second$/, least: 500_000 },
  { figure: /^mail\.cpu_to_postal_mime$/, most: 0.6, held: 0.6 },
  { figure: /^mail\.worst_ms_per_kilobyte$/, mostTimes: [6, 'mail.ms_per_kilobyte'], held: 12 },
  { figure: /^processor\.cpu_to_floor\.10$/, most: 2, held: 7 },
  { figure: /^processor\.cpu_to_floor\./, most: 1.5, held: 6 },
  { figure: /^receive\.cpu_to_floor$/, most: 2, held: 4 },
  { figure: /^ledger\.write_units_per_event$/, most: 1, held: 1 },
  { figure: /^ledger\.read_units_per_event$/, most: 1, held: 1 },
  { figure: /^ledger\.look_up_read_units$/, most: 0.5, held: 0.5 },
  { figure: /^ledger\.record_bytes_16_events$/, most: 1_024, held: 1_024 },
  { figure: /^cold_start\.webhook\.kilobytes$/, most: 120, held: 120 },
  { figure: /^cold_start\.processor\.kilobytes$/, most: 1_000, held: 1_000 },
  { figure: /^cold_start\.query\.kilobytes$/, most: 900, held: 900 },
  {
    figure: /^cold_start\.(?!client_only)\w+\.milliseconds$/,
    mostTimes: [1.3, 'cold_start.client_only.milliseconds'],
    held: 2,
  },
  { figure: /^local\.throughput_to_puts$/, least: 0.6 },
  { figure: /^client\.time_to_calls$/, most: 1.3, held: 2 },
  { figure: /^client\.cached_to_calls$/, least: 200 },
  { figure: /^check\.time_to_calls$/, most: 1.3, held: 3 },
  { figure: /^check\.peak_megabytes$/, most: 150, held: 200 },
  { figure: /^import\.rows_to_queue$/, least: 0.5 },
  { figure: /^import\.peak_megabytes$/, most: 200, held: 250 },
  { figure: /^(?:export|replay)\.time_to_calls$/, most: 1.5 },
  { figure: /^(?:export|replay|codes_diff|policy_simulate)\.peak_megabytes$/, most: 200 },
  { figure: /^sync\.time_to_reading$/, most: 1.5 },
  { figure: /^sync\.peak_megabytes$/, most: 256 },
  { figure: /^price_per_million\.http_one_event_a_request$/, most: 3, held: 3.5 },
  { figure: /^price_per_million\.http_100_events_a_request$/, most: 1, held: 1.2 },
  { figure: /^price_per_million\.ses_sns$/, most: 2, held: 2.3 },
];

/** Whether `--check` holds any figure of a bench, by the first part of their keys. */
export function isHeld(bench: string): boolean {
  return goals.some(({ figure, held }) => held !== undefined && figure.source.startsWith(`^${bench}\\.`));
}

/** A figure with the goal that it has, if any. */
export interface GoalResult {
  readonly figure: string;
  readonly value: number;
  /** `at most 2`; empty where there is none. */
  readonly goal: string;
  readonly met: boolean;
  /** Whether `--check` lets it pass. */
  readonly passes: boolean;
}

export function resultsOf(figures: Figures): readonly GoalResult[] {
  return Array.from(figures, ([figure, value]) => {
    const goal = goals.find((one) => one.figure.test(figure));
    if (goal?.least !== undefined) {
      return {
        figure,
        value,
        goal: `at least ${shown(goal.least)}`,
        met: value >= goal.least,
        passes: true,
      };
    }
    const [factor, other] = goal?.mostTimes ?? [goal?.most ?? Number.NaN, null];
    const unit = other === null ? 1 : (figures.get(other) ?? Number.NaN);
    if (!goal || Number.isNaN(factor * unit)) return { figure, value, goal: '', met: true, passes: true };
    return {
      figure,
      value,
      goal: `at most ${shown(factor * unit)}`,
      met: value <= factor * unit,
      passes: goal.held === undefined || value <= goal.held * unit,
    };
  });
}

/** Thousands apart, no more digits than matter. */
export function shown(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: Math.abs(value) < 1_000 ? 3 : 21 });
}

/** The numbers of a result, by path; texts beside them are left out. */
export function flatten(values: object, prefix = ''): Map<string, number> {
  const flat = new Map<string, number>();
  for (const [name, value] of Object.entries(values)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'number') flat.set(path, value);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, number] of flatten(value, path)) flat.set(inner, number);
  }
  return flat;
}
