import { expect, test } from 'vitest';
import { legible } from '../../cli/terminal.ts';

test('a reply cannot steer the terminal that shows it', () => {
  expect(legible('550 \u001b[2J\u009b31mgone\u0007\r\nfree \u202egnitsil')).toBe(
    '550  [2J 31mgone free  gnitsil',
  );
  expect(legible('552 Größe überschritten 📭')).toBe('552 Größe überschritten 📭');
});
