/**
 * A search for inputs whose cost grows faster than their length: random fragments, repeated in random places of an
 * input, and varied further where 256 KB cost more a kilobyte than 64 KB. It is the same for the same seed.
 */
import { seededRandom } from '../random.ts';
import { type Frame, type GrowingParser, growingParsers } from './growing-inputs.ts';

const SMALL = 64 * 1024;
const MIDDLE = 256 * 1024;
const LARGE = 1024 * 1024;

/** How much more a kilobyte of the large input may cost than one of the small: caches and collections of garbage. */
export const MAX_GROWTH = 1.25;

/** The costliest of these are measured at the full length. */
const SURVIVORS = 4;

interface Recipe {
  readonly frame: Frame;
  readonly fragments: readonly string[];
}

export interface Growth {
  readonly parser: string;
  /** CPU a kilobyte at 1 MB over that at 64 KB. */
  readonly ratio: number;
  readonly msPerKilobyte: number;
  /** What the input is made of, to repeat it. */
  readonly opening: string;
  readonly fragments: readonly string[];
}

/** The input of each parser that grew most. `tries` inputs are tried a parser. */
export function* searchGrowth(tries: number, seed: number): Generator<Growth> {
  for (const parser of growingParsers) yield worstOf(parser, tries, seed);
}

function worstOf(parser: GrowingParser, tries: number, seed: number): Growth {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let best: Array<{ readonly recipe: Recipe; readonly score: number }> = [];
  for (let index = 0; index < tries; index += 1) {
    const base = index % 2 === 0 ? undefined : best[Math.floor(random() * best.length)];
    const recipe = base
      ? { ...base.recipe, fragments: varied(base.recipe.fragments, parser.fragments, pick) }
      : { frame: pick(parser.frames), fragments: [pick(parser.fragments)] };
    const score = costOf(parser, recipe, MIDDLE, 1) / Math.max(costOf(parser, recipe, SMALL, 2), 1e-4);
    best = [...best, { recipe, score }].sort((a, b) => b.score - a.score).slice(0, SURVIVORS);
  }
  const grown = best.map(({ recipe }) => measured(parser, recipe)).sort((a, b) => b.ratio - a.ratio);
  if (grown[0] === undefined) throw new Error('No input was tried.');
  return grown[0];
}

function varied(
  parts: readonly string[],
  fragments: readonly string[],
  pick: <T>(values: readonly T[]) => T,
): readonly string[] {
  const next = [...parts];
  const at = pick([0, next.length]);
  if (next.length > 4) next.splice(at === 0 ? 0 : -1, 1);
  else next.splice(at, 0, pick(fragments));
  return next;
}

/** A machine that is busy makes any run look slow, never fast: the least of several counts, and of several tries. */
function measured(parser: GrowingParser, recipe: Recipe): Growth {
  let small = Number.POSITIVE_INFINITY;
  let large = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    small = Math.min(small, costOf(parser, recipe, SMALL, 8));
    large = Math.min(large, costOf(parser, recipe, LARGE, 3));
    if (large / small <= MAX_GROWTH) break;
  }
  const { frame, fragments } = recipe;
  return {
    parser: parser.name,
    ratio: large / small,
    msPerKilobyte: Math.max(small, large),
    opening: frame.opening.slice(-80),
    fragments,
  };
}

/** CPU of parsing, milliseconds a kilobyte: the least of some runs, each on bytes of its own. */
function costOf(parser: GrowingParser, recipe: Recipe, bytes: number, runs: number): number {
  const input = inputOf(recipe, bytes);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const own = Buffer.from(input);
    const before = process.cpuUsage();
    try {
      parser.parse(own);
    } catch {
      // An invalid input costs what it costs.
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least / (input.length / 1024);
}

function inputOf({ frame: { opening, closing, write }, fragments }: Recipe, bytes: number): Buffer {
  const unit = write(fragments.join(''));
  const room = bytes - Buffer.byteLength(opening) - Buffer.byteLength(closing);
  return Buffer.from(
    opening + unit.repeat(Math.max(1, Math.floor(room / Buffer.byteLength(unit)))) + closing,
  );
}
