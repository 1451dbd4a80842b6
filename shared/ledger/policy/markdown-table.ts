/** The shipped policy as a Markdown table, for the documentation. */
import { type MarkdownTables, markdownTable } from '../../markdown-tables.ts';
import { defaultPolicy } from './default-policy.ts';
import type { Cause, EventMatch, Releaser, Threshold } from './settings.ts';

/** The tables by the name of their marks in a page. */
export const policyTables: MarkdownTables = { 'default-policy': causesTable };

/** One row a cause, in the order in which they are asked whether they count an event. */
function causesTable(): string {
  const rows = defaultPolicy.causes.map((cause) => [
    `\`${cause.suppressionReason}\``,
    cause.counts.map(matchInWords).join('; '),
    thresholdInWords(cause.threshold),
    scopes[cause.scope],
    tiersInWords(cause),
    cause.releasedBy.map((releaser) => releasers[releaser]).join(' or ') +
      (cause.needsProof ? ', with a stated proof' : ''),
  ]);
  return markdownTable(
    ['reason', 'what counts', 'from when', 'on which lists', 'how long', 'what ends it'],
    rows,
  );
}

const kinds: Partial<Record<EventMatch['kinds'][number], string>> = {
  complaint: 'a complaint',
  suppress: "an operator's decision",
  unsubscribe: 'an unsubscribe',
  bounce: 'a bounce',
  dropped: 'a drop',
};

const scopes: Readonly<Record<Cause['scope'], string>> = {
  every: 'every list',
  own: 'its own list',
  'all-but-transactional': 'every list but the transactional',
};

const releasers: Readonly<Record<Releaser, string>> = {
  delivery: 'a delivery',
  'opt-in': 'an opt-in on that list',
  manual: 'an operator',
};

function matchInWords({ kinds: matched, codes, permanent, basis, onEspSuppressionList }: EventMatch): string {
  return [
    matched.map((kind) => kinds[kind] ?? kind).join(' or ') + (codes ? ` with ${codes.join(', ')}` : ''),
    ...(permanent?.includes(null) ? ['permanent or not stated'] : []),
    ...(permanent?.length === 1 && permanent[0] === false ? ['temporary as the ESP states'] : []),
    ...(basis && !basis.includes('reply-code') ? ['not by a bare reply code'] : []),
    ...(onEspSuppressionList ? ["because of the ESP's own list"] : []),
  ].join(', ');
}

function thresholdInWords({ count, withinDays, spanDays, consecutive }: Threshold): string {
  if (count === 1) return 'at once';
  return [
    `${count}${consecutive ? ' in a row' : ''}${withinDays === null ? '' : ` within ${withinDays} days`}`,
    ...(spanDays > 0 ? [`the first and the last at least ${spanDays} days apart`] : []),
  ].join(', ');
}

function tiersInWords({ tiers, escalation }: Cause): string {
  const [first = '', ...later] = tiers.map(({ holdHours }) => holdInWords(holdHours));
  if (escalation === undefined) return first;
  const again = escalation.on === 'next-event' ? 'a second' : 'another after the hold';
  return `${first}; ${again} within ${escalation.memoryDays} days: ${later.join(', then ')}`;
}

function holdInWords(hours: number | null): string {
  if (hours === null) return 'no end';
  return hours <= 24 ? `${hours} hours` : `${hours / 24} days`;
}
