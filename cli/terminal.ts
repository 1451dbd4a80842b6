/** What people see: colour, tables, bars. Nothing of it reaches a pipe. */
import { stripVTControlCharacters, styleText } from 'node:util';
import type { SingleBar } from 'cli-progress';

type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim';

/** Colours a text where its stream is a terminal and NO_COLOR is not set. */
export function paint(colour: Colour, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(colour, text, { stream });
}

export function print(line = ''): void {
  process.stdout.write(`${visible(line)}\n`);
}

/** Colours of `paint`, which go through; every other control character, and what turns the direction of writing. */
const COLOUR_OR_CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(\u001b\[\d{1,3}m)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text in which what could steer the terminal is written out as JSON does it: `\u001b`. Line ends and tabs stay. */
export function visible(text: string): string {
  return text.replace(COLOUR_OR_CONTROL, (control, colour: string | undefined) => {
    if (colour !== undefined) return colour;
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** C0, C1, and what turns the direction of writing. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A text that strangers wrote, such as a reply: what would steer a terminal is a space. */
export function legible(text: string): string {
  return text.replace(CONTROLS, ' ');
}

/** `1 row`, `2 rows`, `2 addresses`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** For programs: one JSON document. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0));
}

/** A table without lines, so that it can be read and cut alike. Empty cells show as a dash. */
export function printTable(head: readonly string[], rows: ReadonlyArray<ReadonlyArray<string>>): void {
  const table = new TableStream(head, rows);
  process.stdout.write(table.head + table.format(rows));
}

/** Counts long work. */
export interface Progress {
  /** `total` may become known, or change, on the way. */
  step(done: number, total?: number): void;
  /** Says what is being done. */
  name(label: string): void;
  stop(): void;
}

const silent: Progress = { step: () => undefined, name: () => undefined, stop: () => undefined };

/** A bar on standard error while it is a terminal; nothing otherwise. */
export function startProgress(label: string, total: number): Progress {
  if (!process.stderr.isTTY) return silent;
  const state = { label, total, done: 0, isStopped: false };
  let bar: SingleBar | undefined;
  // Loaded where it is shown: most commands end before they would show a bar.
  void import('cli-progress').then(({ Presets, SingleBar }) => {
    if (state.isStopped) return;
    const format = '{label} {bar} {percentage}% | {value}/{total} | {eta_formatted} left';
    bar = new SingleBar({ format, hideCursor: true }, Presets.shades_classic);
    bar.start(state.total, state.done, { label: state.label });
  });
  return {
    step: (done, newTotal) => {
      state.done = done;
      if (newTotal !== undefined) {
        state.total = newTotal;
        bar?.setTotal(newTotal);
      }
      bar?.update(done);
    },
    name: (newLabel) => {
      state.label = newLabel;
      bar?.update({ label: newLabel });
    },
    stop: () => {
      state.isStopped = true;
      bar?.stop();
    },
  };
}

/** Counts work whose amount is not known. */
export interface Counter {
  add(count: number): void;
  stop(): void;
}

/** Milliseconds between two updates of a counter. */
const COUNTER_INTERVAL = 200;

/** A count on standard error while it is a terminal; nothing otherwise. */
export function startCounter(noun: string): Counter {
  const { stderr } = process;
  if (!stderr.isTTY) return { add: () => undefined, stop: () => undefined };
  const start = Date.now();
  let count = 0;
  let shown = 0;
  const show = () => {
    shown = Date.now();
    const rate = Math.round(count / Math.max(0.001, (shown - start) / 1_000));
    stderr.write(`\r${count.toLocaleString('en')} ${noun}, ${rate.toLocaleString('en')} a second`);
  };
  return {
    add: (more) => {
      count += more;
      if (Date.now() - shown >= COUNTER_INTERVAL) show();
    },
    stop: () => {
      show();
      stderr.write('\n');
    },
  };
}

/** Spaces between two columns. */
const GAP = 2;

/** Columns whose widths the first rows set: later rows can be written as they come. */
export class TableStream {
  readonly #widths: readonly number[];
  /** The titles, as a line. */
  readonly head: string;
  readonly #dash = paint('dim', '-');

  /** @param first - the rows that the widths are taken from */
  constructor(head: readonly string[], first: ReadonlyArray<readonly string[]>) {
    this.#widths = head.map((title, column) =>
      Math.max(title.length, ...first.map((row) => shownLength(row[column] ?? ''))),
    );
    this.head = this.#line(
      head.map((title) => paint('bold', title)),
      '',
    );
  }

  /** The rows as text. Empty cells show as a dash. */
  format(rows: ReadonlyArray<readonly string[]>): string {
    let text = '';
    for (const row of rows) text += this.#line(row, this.#dash);
    return text;
  }

  /** @param empty stands in an empty cell */
  #line(cells: readonly string[], empty: string): string {
    let line = '';
    let padding = 0;
    for (const [column, text] of cells.entries()) {
      const cell = text || empty;
      line += ' '.repeat(padding) + cell;
      padding = Math.max(0, (this.#widths[column] ?? 0) - shownLength(cell)) + GAP;
    }
    return `${line.trimEnd()}\n`;
  }
}

function shownLength(cell: string): number {
  return cell.includes('\u001b') ? stripVTControlCharacters(cell).length : cell.length;
}
