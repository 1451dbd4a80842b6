/**
 * A search for inputs whose cost grows faster than their length: random fragments, repeated in random places of an
 * input, and varied further where 1 MB costs more a kilobyte than 64 KB. It is the same for the same seed.
 */
import { seededRandom } from '../random.ts';
import { type Frame, type GrowingParser, growingParsers } from './growing-inputs.ts';

const SMALL = 64 * 1024;
const LARGE = 1024 * 1024;

/** How much more a kilobyte of the large input may cost than one of the small. */
const MAX_GROWTH = 1.25;

/**
 * An input that costs no more than so many decodings of its text and JSON is cheap at any length: what grows there is
 * the cost of memory that fits into no cache.
 */
const CHEAP_DECODINGS = 4;

const decoding: Pick<GrowingParser, 'parse'> = {
  parse(input) {
    JSON.parse(JSON.stringify(input.toString('utf8')));
  },
};

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
  /** CPU at 1 MB over that of decoding the same bytes. */
  readonly decodings: number;
  readonly isSuperLinear: boolean;
  /** What the input is made of, to repeat it. */
  readonly opening: string;
  readonly fragments: readonly string[];
}

/** The input of each parser that grew most. `tries` inputs are tried a parser. */
export async function* searchGrowth(tries: number, seed: number): AsyncGenerator<Growth> {
  for (const parser of growingParsers) yield await worstOf(parser, tries, seed);
}

async function worstOf(parser: GrowingParser, tries: number, seed: number): Promise<Growth> {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let best: Array<{ readonly recipe: Recipe; readonly score: number }> = [];
  for (let index = 0; index < tries * (parser.effort ?? 1); index += 1) {
    const base = index % 2 === 0 ? undefined : best[Math.floor(random() * best.length)];
    const recipe = base
      ? { ...base.recipe, fragments: varied(base.recipe.fragments, parser.fragments, pick) }
      : { frame: pick(parser.frames), fragments: [pick(parser.fragments)] };
    const large = await costOf(parser, recipe, LARGE, 1);
    // What is cheap may grow by chance: the cost counts, too.
    const score = (large * large) / Math.max(await costOf(parser, recipe, SMALL, 1), 1e-4);
    best = [...best, { recipe, score }].sort((a, b) => b.score - a.score).slice(0, SURVIVORS);
  }
  const grown: Growth[] = [];
  for (const { recipe } of best) grown.push(await measured(parser, recipe));
  const [most] = grown.sort((a, b) => Number(b.isSuperLinear) - Number(a.isSuperLinear) || b.ratio - a.ratio);
  if (most === undefined) throw new Error('No input was tried.');
  return most;
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
async function measured(parser: GrowingParser, recipe: Recipe): Promise<Growth> {
  let small = Number.POSITIVE_INFINITY;
  let large = Number.POSITIVE_INFINITY;
  let floor = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    small = Math.min(small, await costOf(parser, recipe, SMALL, 3));
    large = Math.min(large, await costOf(parser, recipe, LARGE, 3));
    floor = Math.min(floor, await costOf(decoding, recipe, LARGE, 3));
    if (large / small <= MAX_GROWTH) break;
  }
  const { frame, fragments } = recipe;
  const ratio = large / small;
  return {
    parser: parser.name,
    ratio,
    decodings: large / floor,
    isSuperLinear: ratio > MAX_GROWTH && large > CHEAP_DECODINGS * floor,
    opening: frame.opening.slice(-80),
    fragments,
  };
}

/**
 * CPU of parsing, milliseconds a kilobyte: the least of some runs. A run parses as many inputs as make a large one, each
 * on bytes of its own, so that collecting garbage is part of the cost at every length.
 */
async function costOf(
  parser: Pick<GrowingParser, 'parse'>,
  recipe: Recipe,
  bytes: number,
  runs: number,
): Promise<number> {
  const input = inputOf(recipe, bytes);
  const times = LARGE / bytes;
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const inputs = Array.from({ length: times }, () => Buffer.from(input));
    const before = process.cpuUsage();
    for (const own of inputs) {
      try {
        await parser.parse(own);
      } catch {
        // An invalid input costs what it costs.
      }
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least / ((times * input.length) / 1024);
}

function inputOf({ frame: { opening, closing, write }, fragments }: Recipe, bytes: number): Buffer {
  const unit = write(fragments.join(''));
  const left = bytes - Buffer.byteLength(opening) - Buffer.byteLength(closing);
  return Buffer.from(
    opening + unit.repeat(Math.max(1, Math.floor(left / Buffer.byteLength(unit)))) + closing,
  );
}
