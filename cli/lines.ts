/** Lines of text, as they come; JSON lines in, JSON lines out. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/**
 * The lines of a text stream, as many at a time as a chunk brings; a last line needs no line feed. `readline` gives them
 * one by one, each by a promise, and takes longer for them than most commands for what they do with a line.
 */
export async function* lineBatches(input: Readable): AsyncGenerator<string[]> {
  input.setEncoding('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') yield [rest];
}

/**
 * Answers every line of `input` by one line of `output`, in order. A line that is not JSON, or that `convert`
 * throws at, is answered by an object with `error`, and the rest go on.
 */
export async function convertJsonLines(input: Readable, output: Writable, convert: Convert): Promise<void> {
  for await (const lines of lineBatches(input)) {
    let text = '';
    for (const line of lines) {
      const answered = answerLine(line, convert);
      text += `${JSON.stringify(answered instanceof Promise ? await answered : answered)}\n`;
    }
    if (!output.write(text)) await once(output, 'drain');
  }
}

type Convert = (value: unknown) => object | Promise<object>;

/** No promise unless `convert` gives one: awaiting every line would halve the speed. */
function answerLine(line: string, convert: Convert): object | Promise<object> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { error: 'The line is not JSON.' };
  }
  try {
    const converted = convert(value);
    return converted instanceof Promise ? converted.catch((error) => toErrorLine(value, error)) : converted;
  } catch (error) {
    return toErrorLine(value, error);
  }
}

function toErrorLine(value: unknown, error: unknown): object {
  const id = typeof value === 'object' && value !== null && 'id' in value ? { id: value.id } : {};
  return { ...id, error: error instanceof Error ? error.message : String(error) };
}
