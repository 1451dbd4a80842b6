/** What the long runs of tests share: numbers from the command line, and a stop that says why. */

/** An option's value as a whole number of at least `least`; ends the process where it is none. */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  return stop(`--${option} takes a whole number from ${least}, not ${text}.`, 2);
}

/** A seed to print and to repeat a run with. */
export function anySeed(): string {
  return String(Math.floor(Math.random() * 2 ** 31));
}

/** Ends the process: 1 for what was found, 2 for what was asked wrongly. */
export function stop(message: string, code = 1): never {
  console.error(message);
  process.exit(code);
}
