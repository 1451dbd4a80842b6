/** Any number of values, written first and read afterwards, as lines of JSON in a file without a name. */
import { PartedFile } from './parted-file.ts';

const LINE_FEED = '\n';
/** Characters that are encoded together. */
const MAX_BUFFERED = 65_536;

export class JsonRows<T> implements Iterable<T> {
  readonly #file = new PartedFile();
  #lines = '';

  /** @param value something that JSON can hold */
  add(value: T): void {
    this.#lines += JSON.stringify(value) + LINE_FEED;
    if (this.#lines.length > MAX_BUFFERED) this.#flush();
  }

  /** The values in the order of adding. */
  *[Symbol.iterator](): Generator<T> {
    this.#flush();
    for (const block of this.#file.blocks()) {
      for (const line of block.toString('utf8', 0, block.length - 1).split(LINE_FEED)) {
        yield JSON.parse(line) as T;
      }
    }
  }

  close(): void {
    this.#lines = '';
    this.#file.close();
  }

  #flush(): void {
    if (this.#lines === '') return;
    const bytes = Buffer.from(this.#lines);
    this.#file.write(bytes, bytes.length);
    this.#lines = '';
  }
}
