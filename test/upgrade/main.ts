/**
 * `npm run test:upgrade`: the last release with its data on the local host, then today's version over it, then the release
 * again, as in a rollback; events flow all the while, and each change of version comes without a warning. `--from REF`
 * takes another earlier version.
 *
 * As CloudFormation, the local host knows a table or a queue by its logical id: a version that renames one begins with an
 * empty one, and loses what was in it here as there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { LocalLedger } from '../e2e/ledger.ts';
import { writeClosingLine } from '../running.ts';
import { exportCommit, hasCommit, lastRelease } from './earlier.ts';
import { eventsOf, type Known, knownOf, type SentEvent, send } from './traffic.ts';

const HOUR_MS = 3_600_000;
/** So long after the first event of a batch the version is changed, while the rest is on its way. */
const CHANGE_AFTER_MS = 400;

const { values } = parseArgs({ options: { from: { type: 'string' } } });
const release = values.from ?? lastRelease();
if (!hasCommit(release)) {
  console.log(`This clone has no commit ${release}: not checked. To check it: git fetch --unshallow --tags`);
  writeClosingLine({ passed: 0, failed: 0, skipped: 1, sound: true });
  process.exit(values.from === undefined ? 0 : 1);
}
const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-upgrade-'));
const project = join(folder, 'release');
const data = join(folder, 'data');
const counts = { passed: 0, failed: 0 };

function check(what: string, issues: readonly string[]): void {
  counts[issues.length === 0 ? 'passed' : 'failed']++;
  console.log(`${issues.length === 0 ? 'ok     ' : 'failed '} ${what}`);
  for (const issue of issues.slice(0, 20)) console.log(`        ${issue}`);
}

const startRelease = () => LocalLedger.start(data, ['--empty'], project);
const startToday = () => LocalLedger.start(data);

/** Sends events, and ends the host while some are on their way and others in its queue. @returns what was not accepted */
async function sendAndEnd(host: LocalLedger, events: readonly SentEvent[]): Promise<readonly SentEvent[]> {
  const sending = send(host, events);
  await delay(CHANGE_AFTER_MS);
  await host.kill();
  const refused = await sending;
  console.log(`        ${refused.length} of ${events.length} events were not accepted, and are sent again.`);
  return refused;
}

/** What is missing or another in the second of two states of knowledge. */
function lost(before: ReadonlyMap<string, Known>, after: ReadonlyMap<string, Known>): readonly string[] {
  return [...before].flatMap(([address, known]) => {
    const evidence = after.get(address)?.evidence;
    if (!isDeepStrictEqual(factsOf(known.evidence), factsOf(evidence ?? [])))
      return [`${address}: ${JSON.stringify(known.evidence)} became ${JSON.stringify(evidence)}`];
    return [];
  });
}

function factsOf(evidence: Known['evidence']): unknown {
  return evidence.map(({ kind, code, occurredAt, source }) => ({ kind, code, occurredAt, source }));
}

function unknown(events: readonly SentEvent[], known: ReadonlyMap<string, Known>): readonly string[] {
  return events
    .filter(({ address }) => (known.get(address)?.evidence.length ?? 0) === 0)
    .map(({ address }) => `nothing is known of ${address}`);
}

/** A release may classify the same events otherwise: that is no loss, and the changelog's to say. */
function changedVerdicts(
  before: ReadonlyMap<string, Known>,
  after: ReadonlyMap<string, Known>,
): readonly string[] {
  return [...before].flatMap(([address, { suppressed, reason }]) => {
    const now = after.get(address);
    if (now === undefined || (now.suppressed === suppressed && now.reason === reason)) return [];
    return [`${address}: ${reason ?? 'not suppressed'} became ${now.reason ?? 'not suppressed'}`];
  });
}

async function deadLetters(host: LocalLedger): Promise<readonly string[]> {
  const { deadLettered } = await host.status();
  return deadLettered === 0 ? [] : [`${deadLettered} dead letters`];
}

try {
  console.log(`From ${release} to today's version, and back.`);
  exportCommit(release, project);
  const at = Date.now() - HOUR_MS;

  let host = await startRelease();
  const sources = await host.sources();
  const first = eventsOf(sources, 'first', at);
  check(
    'the release accepts its events',
    (await send(host, first)).map(({ address }) => address),
  );
  await host.drained();
  const knownByRelease = await knownOf(host, first);
  // Events about whom a sample is not, a test message say, leave nothing.
  const recorded = first.filter(({ address }) => (knownByRelease.get(address)?.evidence.length ?? 0) > 0);
  check(
    'the release records them',
    recorded.length > first.length / 2 ? [] : [`${recorded.length} of ${first.length}`],
  );
  const second = eventsOf(sources, 'second', at + 60_000).filter((event) => isLike(event, recorded));
  const retriedBySecond = await sendAndEnd(host, second);

  host = await startToday();
  await send(host, retriedBySecond);
  await host.drained();
  const known = await knownOf(host, [...recorded, ...second]);
  check('after the upgrade nothing of the release is lost', lost(knownByRelease, known));
  check('what was on its way during the upgrade is recorded', unknown(second, known));
  check('no message of the release fails', await deadLetters(host));
  const third = eventsOf(await host.sources(), 'third', at + 120_000).filter((event) =>
    isLike(event, recorded),
  );
  const retriedByThird = await sendAndEnd(host, third);

  host = await startRelease();
  await send(host, retriedByThird);
  await host.drained();
  const knownAfterRollback = await knownOf(host, [...recorded, ...second, ...third]);
  check('after a rollback the release reads what today’s version wrote', lost(known, knownAfterRollback));
  check('what was on its way during the rollback is recorded', unknown(third, knownAfterRollback));
  check('no message of today’s version fails', await deadLetters(host));
  await host.stop();

  host = await startToday();
  const again = await knownOf(host, [...recorded, ...second, ...third]);
  check('upgraded again, nothing is lost', lost(knownAfterRollback, again));
  for (const change of changedVerdicts(knownByRelease, again)) console.log(`note    ${change}`);
  await host.stop();
  console.log(`${recorded.length + second.length + third.length} recipients.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeClosingLine({ ...counts, skipped: 0, sound: counts.failed === 0 });
process.exit(counts.failed === 0 ? 0 : 1);

/** Whether the same sample of the same source was recorded in the first batch. */
function isLike({ address }: SentEvent, recorded: readonly SentEvent[]): boolean {
  const sample = address.slice(address.indexOf('-'));
  return recorded.some((one) => one.address.endsWith(sample));
}
