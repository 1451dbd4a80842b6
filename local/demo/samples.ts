/** Sends a few signed sample events to each source's webhook, and shows what became of them. */
import { styleText } from 'node:util';
import Table from 'cli-table3';
import * as v from 'valibot';
import { type EventKind, isFailureKind } from '../../shared/events/event.ts';
import { asFailureCode, groupOf } from '../../shared/failure-codes/scheme.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { Host } from '../host.ts';
import type { Source } from '../sources.ts';
import { sendEntries } from './send.ts';

/** Of each source: many sources show fewer each, so that the table can be taken in. */
const SAMPLES_OF_FEW = 4;
const SAMPLES_OF_MANY = 2;
const FEW = 4;
/** A hard bounce of every source, and of each another kind beside it. */
const beside = ['complaint', 'deferral', 'unsubscribe', 'delivered', 'dropped'] as const;

const DRAINED_WITHIN_MS = 30_000;

interface SentEvent {
  readonly address: string;
  readonly event: string;
  /** HTTP status of the webhook's answer. */
  readonly status: number;
}

export interface Verdict extends SentEvent {
  readonly verdict: string;
  readonly code: string;
  readonly why: string;
}

/** Resolves when every sample is in the ledger, with its verdict. */
export async function demonstrate(host: Host): Promise<readonly Verdict[]> {
  const limit = host.sources.length <= FEW ? SAMPLES_OF_FEW : SAMPLES_OF_MANY;
  const sent = await Promise.all(
    host.sources.map((source, index) => sendSamples(host, source, kindsFrom(index).slice(0, limit))),
  );
  await host.drained(DRAINED_WITHIN_MS);
  return readVerdicts(host.url, sent.flat());
}

/** The hard bounce, then the others, each source beginning with another. */
function kindsFrom(index: number): readonly EventKind[] {
  const turn = index % beside.length;
  return ['bounce', ...beside.slice(turn), ...beside.slice(0, turn)];
}

async function sendSamples(
  host: Host,
  source: Source,
  kinds: readonly EventKind[],
): Promise<readonly SentEvent[]> {
  const samples = providerSamples.get(source.provider);
  if (samples === undefined) return [];
  const sent: SentEvent[] = [];
  for (const kind of kinds) {
    const sample = samples.samples.find((one) => one.kind === kind);
    if (sample === undefined) continue;
    // Reserved by RFC 2606; a domain of its own for each source, so that no domain looks as if it were down.
    const address = `${sample.name}@${source.source}.example`;
    const id = `sample-${source.source}-${sample.name}`;
    const entry = sample.entry({ address, id, at: Date.now() });
    const status = await sendEntries(host, source, samples, [entry]);
    sent.push({ address, event: sample.name, status });
  }
  return sent;
}

const answerSchema = v.object({
  results: v.array(
    v.object({
      suppressed: v.optional(v.boolean(), false),
      reason: v.nullish(v.string()),
      code: v.nullish(v.number()),
      until: v.nullish(v.string()),
      evidence: v.optional(v.array(v.object({ kind: v.string(), code: v.number() })), []),
    }),
  ),
});

async function readVerdicts(url: string, sent: readonly SentEvent[]): Promise<readonly Verdict[]> {
  if (sent.length === 0) return [];
  const response = await fetch(`${url}/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ addresses: sent.map(({ address }) => address) }),
  });
  const { results } = v.parse(answerSchema, await response.json());
  return sent.map((event, index) => ({ ...event, ...inWords(results[index]) }));
}

type Result = v.InferOutput<typeof answerSchema>['results'][number];

function inWords(result: Result | undefined): Pick<Verdict, 'verdict' | 'code' | 'why'> {
  const [event] = result?.evidence ?? [];
  const code = event !== undefined && isFailureKind(event.kind) ? String(result?.code ?? event.code) : '';
  if (event === undefined) return { verdict: 'may be mailed', code, why: 'nothing is known of it' };
  if (!result?.suppressed) return { verdict: 'may be mailed', code, why: whyNot(event) };
  const until = result.until ? ` until ${result.until.slice(0, 10)}` : '';
  return { verdict: `suppressed${until}`, code, why: result.reason ?? '' };
}

/** What each kind says where it suppresses nobody. */
const whyNotByKind: Readonly<Record<string, string>> = {
  delivered: 'it takes mail',
  deferral: 'the ESP still tries',
  dropped: 'the ESP refused the message, not the address',
  bounce: 'one such failure is not enough',
};

function whyNot({ kind, code }: { readonly kind: string; readonly code: number }): string {
  if (groupOf(asFailureCode(code)) === 'message-rejected')
    return 'about the sender or the message, not the address';
  return whyNotByKind[kind] ?? `${kind}: nothing to hold against it`;
}

/** In colour where standard output is a terminal and NO_COLOR is not set. */
export function asTable(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['address', 'verdict', 'code', 'why'],
    style: { head: [], border: [], compact: true },
  });
  for (const { address, verdict, code, why, status } of verdicts) {
    const colour = verdict.startsWith('suppressed') ? 'red' : 'green';
    table.push(
      status < 300
        ? [address, styleText(colour, verdict), code, why]
        : [address, styleText('yellow', 'not accepted'), '', `HTTP ${status}`],
    );
  }
  return table.toString();
}
