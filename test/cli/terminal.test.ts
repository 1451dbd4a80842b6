import { expect, test } from 'vitest';
import { legible, visible } from '../../cli/terminal.ts';
import { ledger } from './running.ts';

test('a reply cannot steer the terminal that shows it', () => {
  expect(legible('550 \u001b[2J\u009b31mgone\u0007\r\nfree \u202egnitsil')).toBe(
    '550  [2J 31mgone free  gnitsil',
  );
  expect(legible('552 Größe überschritten 📭')).toBe('552 Größe überschritten 📭');
});

test('whatever is printed, colours are the only controls in it, and the others can be seen', () => {
  expect(visible('\u001b[31mgone\u001b[39m\n\tfree')).toBe('\u001b[31mgone\u001b[39m\n\tfree');
  expect(visible('list \u001b]0;title\u0007\u001b[2J')).toBe(String.raw`list \u001b]0;title\u0007\u001b[2J`);
  expect(visible('a\rb \u009b31m \u202egnitsil\u2066')).toBe(
    String.raw`a\u000db \u009b31m \u202egnitsil\u2066`,
  );
});

test('a command that fails while it shows a bar ends, and takes the bar away', async () => {
  const env = { NODE_OPTIONS: '--import data:text/javascript,process.stderr.isTTY=true' };
  const { code, stderr } = await ledger(['check', 'ann@example.com', '--url', 'http://127.0.0.1:9'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('Cannot connect to http://127.0.0.1:9.');
  expect(stderr.split('\u001b[?25l').length).toBe(stderr.split('\u001b[?25h').length);
});
