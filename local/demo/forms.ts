/** The demonstration's events in the form of the ESPs that send many events in one request, or whose form is short. */
import type { EventKind } from '../../shared/events/event.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { DemoEvent } from './traffic.ts';

/** How one ESP states a reply in its entries. */
type WithReply = (entry: object, reply: string) => object;

/** The sources that take part, by provider, with their share of the events. */
export const demoProviders: ReadonlyArray<{
  readonly provider: string;
  readonly weight: number;
  readonly withReply: WithReply;
}> = [
  {
    provider: 'sendgrid',
    weight: 55,
    withReply: (entry, reply) => {
      const { bounce_classification: _classification, ...rest } = { bounce_classification: '', ...entry };
      return { ...rest, reason: reply, response: reply, status: statusOf(reply) };
    },
  },
  {
    provider: 'sparkpost',
    weight: 35,
    withReply: (entry, reply) => {
      const { msys } = entry as { readonly msys: Readonly<Record<string, object>> };
      const said = { reason: reply, raw_reason: reply, error_code: reply.slice(0, 3), bounce_class: '1' };
      return {
        msys: Object.fromEntries(
          Object.entries(msys).map(([name, details]) => [name, { ...details, ...said }]),
        ),
      };
    },
  },
  {
    provider: 'postmark',
    weight: 10,
    withReply: (entry, reply) => ({ ...entry, Details: `smtp;${reply}` }),
  },
];

/** The sample that stands for each kind; the first of that kind where none is named. */
const preferred: Readonly<Record<string, readonly string[]>> = {
  postmark: ['hard-bounce', 'transient'],
};

/** An event as an entry of its ESP's requests; null where the ESP has no such event. */
export function toEntry(provider: string, event: DemoEvent): unknown {
  const samples = providerSamples.get(provider);
  const form = demoProviders.find((one) => one.provider === provider);
  const sample = samples?.samples.find(({ name, kind }) => isChosen(provider, name, kind, event.kind));
  if (sample === undefined || form === undefined) return null;
  const entry = sample.entry({ address: event.address, id: event.id, at: event.at });
  const states = event.reply !== undefined && event.kind !== 'delivered';
  return states && typeof entry === 'object' && entry !== null ? form.withReply(entry, event.reply) : entry;
}

function isChosen(provider: string, name: string, kind: EventKind, wanted: EventKind): boolean {
  if (kind !== wanted) return false;
  const names = preferred[provider];
  return names === undefined || names.includes(name) || !['bounce', 'deferral'].includes(wanted);
}

/** The enhanced status code of a reply (RFC 3463); its class alone where it has none. */
function statusOf(reply: string): string {
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? `${reply.slice(0, 1)}.0.0`;
}
