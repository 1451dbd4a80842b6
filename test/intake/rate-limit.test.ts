import { beforeEach, describe, expect, test } from 'vitest';
import { createBuckets } from '../../shared/intake/rate-limit.ts';

let now: number;
let allowed: (name: string, ratePerSecond: number) => boolean;
beforeEach(() => {
  now = 0;
  allowed = createBuckets(() => now);
});

/** How many of so many requests at once get in. */
const letIn = (name: string, rate: number, requests: number) =>
  Array.from({ length: requests }, () => allowed(name, rate)).filter(Boolean).length;

describe('a source', () => {
  test('may send twice its rate at once, and then its rate', () => {
    expect(letIn('sendgrid', 5, 50)).toBe(10);
    now += 1_000;
    expect(letIn('sendgrid', 5, 50)).toBe(5);
    now += 200;
    expect(letIn('sendgrid', 5, 50)).toBe(1);
  });

  test('saves up no more than that burst, however long it was quiet', () => {
    expect(letIn('sendgrid', 5, 50)).toBe(10);
    now += 3_600_000;
    expect(letIn('sendgrid', 5, 50)).toBe(10);
  });

  test('takes nothing from another', () => {
    letIn('sendgrid', 5, 50);
    expect(letIn('mailgun', 5, 50)).toBe(10);
  });

  test('loses nothing when the clock goes back', () => {
    letIn('sendgrid', 5, 50);
    now -= 60_000;
    expect(letIn('sendgrid', 5, 50)).toBe(0);
    now += 1_000;
    expect(letIn('sendgrid', 5, 50)).toBe(5);
  });
});
