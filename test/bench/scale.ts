/**
 * `npm run scale`: what the table bears, simulated with the real key functions. It prints the figures that
 * docs/scale.md quotes and draws docs/scale.svg. The seed is fixed: the same code draws the same picture.
 */
import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { SHARDS, shardOf } from '../../shared/store/dynamodb/table.ts';
import { seededRandom } from '../random.ts';
import { statisticsSecond } from './scale-statistics.ts';

/** What one partition of a table or an index writes a second (DynamoDB's documented limit). */
const PARTITION_WRITES = 1_000;
const RATES = [100, 1_000, 10_000, 100_000, 1_000_000];
const ADDRESSES = 20_000_000;
/** Events that suppress or release: 2 % is a bad list. */
const CHANGES = 0.02;

const random = seededRandom(20_261_124);

/** Addresses as they are met: a few domains hold most, some people get far more mail than others. */
function someAddress(): string {
  const person = Math.floor(random() ** 2 * ADDRESSES);
  const domain = Math.floor(random() ** 3 * 5_000);
  return `person.${person}@domain-${domain}.example`;
}

/** DynamoDB's own hash is not published; any good one spreads keys alike. */
function partitionOf(key: string, partitions: number): number {
  return Number.parseInt(hash('md5', key, 'hex').slice(0, 12), 16) % partitions;
}

/** Partitions that keep the mean at half of what one bears: what on-demand tables grow to under a steady load. */
function partitionsFor(rate: number): number {
  return Math.max(4, Math.ceil(rate / (PARTITION_WRITES / 2)));
}

interface Second {
  readonly rate: number;
  readonly partitions: number;
  readonly busiestPartition: number;
  readonly busiestShard: number;
  readonly busiestShardInStorm: number;
}

/** One second of traffic: a write an event, none merged, which is the worst case. */
function second(rate: number): Second {
  const partitions = partitionsFor(rate);
  const writes = new Uint32Array(partitions);
  const shards = new Map<string, number>();
  const storm = new Map<string, number>();
  for (let event = 0; event < rate; event++) {
    const key = recordKey(someAddress(), null);
    const partition = partitionOf(key, partitions);
    writes[partition] = (writes[partition] ?? 0) + 1;
    if (random() < CHANGES) count(shards, shardOf(key));
    count(storm, shardOf(recordKey(`person.${event}@one-domain.example`, null)));
  }
  return {
    rate,
    partitions,
    busiestPartition: Math.max(...writes),
    busiestShard: Math.max(0, ...shards.values()),
    busiestShardInStorm: Math.max(...storm.values()),
  };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

interface HotAddress {
  readonly processes: number;
  readonly writesASecond: number;
  readonly conflictsAWrite: number;
}

/** Milliseconds of a read and of a write, and the first delay of the retry policy. */
const READ = 4;
const WRITE = 6;
const FIRST_WAIT = 20;
const ATTEMPTS = 8;

/**
 * Many processes write one record as fast as they can, each on the condition that no one else has: a read, a write,
 * and after a conflict a wait of full jitter. What counts is writes; each may carry all the events of its batch.
 */
function hotAddress(processes: number, milliseconds = 20_000): HotAddress {
  let revision = 0;
  let writes = 0;
  let conflicts = 0;
  const writers = Array.from({ length: processes }, () => ({ at: random() * 50, seen: -1, attempt: 1 }));
  for (;;) {
    const writer = writers.reduce((first, other) => (other.at < first.at ? other : first));
    if (writer.at > milliseconds) break;
    if (writer.seen < 0) {
      writer.seen = revision;
      writer.at += READ / 2 + WRITE / 2;
      continue;
    }
    if (writer.seen === revision) {
      revision++;
      writes++;
      writer.attempt = 1;
      writer.at += WRITE / 2 + READ / 2;
    } else {
      conflicts++;
      writer.at += WRITE / 2 + READ / 2 + random() * FIRST_WAIT * 2 ** (writer.attempt - 1);
      writer.attempt = Math.min(writer.attempt + 1, ATTEMPTS);
    }
    writer.seen = -1;
  }
  return {
    processes,
    writesASecond: writes / (milliseconds / 1_000),
    conflictsAWrite: conflicts / writes,
  };
}

const seconds = RATES.map(second);
console.table(seconds);
console.table([1, 2, 5, 10, 50, 100].map((processes) => hotAddress(processes)));
console.table(RATES.map((rate) => statisticsSecond(rate, partitionsFor(rate))));
await writeFile(new URL('../../docs/scale.svg', import.meta.url), draw(seconds));

/** Writes a second of the busiest partition and shard, over events a second, both axes logarithmic. */
function draw(points: readonly Second[]): string {
  const x = (rate: number) => 70 + (Math.log10(rate) - 2) * 110;
  const y = (writes: number) => 250 - Math.log10(Math.max(writes, 1)) * 42;
  const lines = [
    { name: 'busiest partition', colour: '#1f6feb', of: (p: Second) => p.busiestPartition },
    { name: `busiest of ${SHARDS} shards, 2 % change`, colour: '#2da44e', of: (p: Second) => p.busiestShard },
    { name: 'the same, one domain in a storm', colour: '#cf222e', of: (p: Second) => p.busiestShardInStorm },
  ];
  const curves = lines.map(({ name, colour, of }, i) => {
    const path = points.map((p) => `${x(p.rate).toFixed(1)},${y(of(p)).toFixed(1)}`).join(' ');
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path}"/>` +
      `<text x="525" y="${60 + i * 20}" fill="${colour}">${name}</text>`
    );
  });
  const columns = points.map(
    ({ rate }) => `<text x="${x(rate)}" y="270" text-anchor="middle">${rate.toLocaleString('en')}</text>`,
  );
  const rows = [1, 10, 100, 1_000, 10_000].map(
    (writes) =>
      `<line x1="70" x2="510" y1="${y(writes)}" y2="${y(writes)}" stroke="#888" stroke-opacity="0.25"/>` +
      `<text x="62" y="${y(writes) + 4}" text-anchor="end">${writes.toLocaleString('en')}</text>`,
  );
  const limit = y(PARTITION_WRITES);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" font-family="sans-serif" font-size="12" fill="#57606a">',
    '<rect width="760" height="300" fill="#ffffff"/>',
    '<text x="70" y="20">writes a second on the busiest</text>',
    ...rows,
    ...columns,
    '<text x="290" y="290" text-anchor="middle">events a second</text>',
    `<line x1="70" x2="510" y1="${limit}" y2="${limit}" stroke="#57606a" stroke-dasharray="4 4"/>`,
    `<text x="525" y="${limit + 4}">what one partition bears</text>`,
    ...curves,
    '</svg>',
    '',
  ].join('\n');
}
