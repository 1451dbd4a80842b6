/** Figures that a page repeats from the code or from another page are the same ones. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUEUE_RETENTION_DAYS } from '../../infra/ledger-queue.ts';
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { providerNames } from '../../shared/providers/registry.ts';

const root = join(import.meta.dirname, '..', '..');
const page = (path: string) => readFileSync(join(root, path), 'utf8');

/** The figures of a pattern's groups, of which a page has one match. */
function figuresIn(path: string, pattern: RegExp): readonly number[] {
  const [match, ...others] = page(path).matchAll(pattern);
  if (match === undefined || others.length > 0) throw new Error(`${path}: not one match of ${pattern}.`);
  return match.slice(1).map(Number);
}

/** SES has two ways in, and the plain format is no ESP's. */
const esps = providerNames.filter((name) => name !== 'ses-eventbridge' && name !== 'generic');

test('the README counts the ESPs beside SES', () => {
  expect(figuresIn('README.md', /of Amazon SES and of \[(\d+) other ESPs\]/g)).toEqual([esps.length - 1]);
});

test('the changelog counts ESPs, languages and receivers', () => {
  const rulesOf = (folder: string) => globSync(`shared/classifier/rules/${folder}/*.yaml`, { cwd: root });
  expect(figuresIn('CHANGELOG.md', /Webhook readers for (\d+) ESPs and one plain format/g)).toEqual([
    esps.length,
  ]);
  expect(figuresIn('CHANGELOG.md', /in (\d+) languages and for (\d+) receivers/g)).toEqual([
    rulesOf('languages').length,
    rulesOf('receivers').length,
  ]);
});

test('the README counts the failure codes', () => {
  expect(figuresIn('README.md', /one of (\d+) published \[failure codes\]/g)).toEqual([shippedCodes.length]);
});

test('the README gives the price of a million events as the page on cost does', () => {
  const priceOf = (way: string) =>
    figuresIn('docs/cost.md', new RegExp(`^\\| ${way} \\| ([\\d.]+) \\|$`, 'gm'));
  expect(
    figuresIn(
      'README.md',
      /cost ([\d.]+) USD by SES, ([\d.]+) by webhooks with one event each, ([\d.]+) by webhooks with a hundred/g,
    ),
  ).toEqual([
    ...priceOf('SES, SNS, SQS'),
    ...priceOf('HTTP API, one event a request'),
    ...priceOf('HTTP API, 100 events a request \\(SendGrid\\)'),
  ]);
});

test('the README gives the price of a month as the alarms of the page on cost add up to', () => {
  const alarms = Array.from(
    page('docs/cost.md').matchAll(/^\| .*\balarms?\b.* \| ([\d.]+) \|$/gm),
    ([, price]) => Number(price),
  );
  expect(alarms).toHaveLength(3);
  const sum = alarms.reduce((total, price) => total + price);
  const [month = 0] = figuresIn('README.md', /costs its alarms, ([\d.]+) USD a month/g);
  expect(month).toBeCloseTo(sum, 6);
});

test.each<[string, RegExp]>([
  ['docs/runbook.md', /Nothing is lost: they stay for (\d+) days/g],
  ['docs/runbook.md', /nothing is lost for (\d+) days/g],
  ['docs/glossary.md', /could not be processed, kept for (\d+) days/g],
  ['console/app/pages/dead-letters.tsx', /Nothing of them is lost: they stay as they came, for (\d+) days/g],
])('%s gives the retention of the queues: %s', (path, pattern) => {
  expect(figuresIn(path, pattern)).toEqual([QUEUE_RETENTION_DAYS]);
});
