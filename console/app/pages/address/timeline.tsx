import type { AddressState, EvidenceEvent } from '../../api/documents.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { FailureCode } from '../../components/code.tsx';
import { Empty } from '../../components/states.tsx';
import { Mono, Untrusted } from '../../components/text.tsx';
import { Time } from '../../components/time.tsx';
import { isFailureKind, kindInWords } from '../../format/words.ts';

const tones: Readonly<Record<string, Tone>> = {
  bounce: 'bad',
  complaint: 'bad',
  dropped: 'warning',
  deferral: 'warning',
  unsubscribe: 'warning',
  delivered: 'good',
  resubscribe: 'good',
  release: 'accent',
  suppress: 'accent',
};

/** The events that the record holds, newest first. */
export function Timeline({ state }: { readonly state: AddressState }) {
  const events = [...state.evidence].sort((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt));
  return (
    <Card title="Timeline" note="The events that the record holds; older ones are in the archive.">
      {events.length === 0 ? (
        <Empty title="The record holds no event." />
      ) : (
        <ol class="timeline">
          {events.map((event) => (
            <li key={`${event.source} ${event.eventId} ${event.kind}`}>
              <EventLine event={event} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function EventLine({ event }: { readonly event: EvidenceEvent }) {
  return (
    <>
      <p class="event-line">
        <Badge tone={tones[event.kind] ?? 'neutral'}>{kindInWords(event.kind)}</Badge>
        <Time at={event.occurredAt} />
      </p>
      {isFailureKind(event.kind) && event.code !== null ? (
        <p>
          <FailureCode code={event.code} />
          {event.permanent === null ? null : (
            <span class="muted"> {event.permanent ? 'permanent' : 'temporary'}</span>
          )}
        </p>
      ) : null}
      {event.actor === undefined ? null : (
        <p>
          <Untrusted text={event.actor} />: <Untrusted text={event.reason ?? ''} />
        </p>
      )}
      <dl class="event-facts">
        <div>
          <dt>Source</dt>
          <dd>
            <Untrusted text={event.source} />
          </dd>
        </div>
        <div>
          <dt>List</dt>
          <dd>{event.list === '*' ? 'every list' : <Untrusted text={event.list} />}</dd>
        </div>
        {event.actor === undefined ? (
          <div>
            <dt>Rule</dt>
            <dd>
              <Mono text={event.rule} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Event</dt>
          <dd>
            <Mono text={event.eventId} />
          </dd>
        </div>
      </dl>
    </>
  );
}
