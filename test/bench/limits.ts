/** What an event and a look-up may cost at most; `npm run bench -- --check` holds the measured figures to it. */
import * as v from 'valibot';

const limits = {
  write_units_per_event: 1,
  read_units_per_event: 1,
  look_up_read_units: 0.5,
  record_bytes_16_events: 1024,
} as const;

const measured = v.object({
  ledger: v.object({
    write_units_per_event: v.number(),
    read_units_per_event: v.number(),
    look_up_read_units: v.number(),
    record_bytes_16_events: v.number(),
  }),
});

/** A line for each cost over its limit, or for figures that are not there. */
export function overLimit(figures: unknown): string[] {
  const read = v.safeParse(measured, figures);
  if (!read.success) return ['The ledger was not measured: its costs cannot be checked.'];
  const { ledger } = read.output;
  return Object.entries(limits).flatMap(([name, limit]) => {
    const value = ledger[name as keyof typeof limits];
    return value <= limit ? [] : [`${name} is ${value}; it may be ${limit}.`];
  });
}
