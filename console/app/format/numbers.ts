/** Numbers in the reader's notation. */

const integer = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });

export function formatCount(count: number): string {
  return integer.format(count);
}

/** `12K`: for axes. */
export function formatCompact(count: number): string {
  return compact.format(count);
}

/** A fraction in per cent, with as many digits as tell small rates apart: `0.08 %`, `7.4 %`. */
export function formatRate(rate: number): string {
  const digits = rate > 0 && rate < 0.01 ? 2 : 1;
  return `${new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(rate * 100)} %`;
}

/** `+1,204`, `−30`, `0`. */
export function formatChange(change: number): string {
  return signed.format(change);
}

/** `1 message`, `2 messages`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
