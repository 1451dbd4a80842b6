import { useState } from 'preact/hooks';
import { call } from '../../api/client.ts';
import { decidedIncidentDocument, type Incident, incidentsDocument } from '../../api/documents.ts';
import { useResource } from '../../api/use-resource.ts';
import { ActionForm, type Statement } from '../../components/action-form.tsx';
import { Badge } from '../../components/badge.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useNotice } from '../../components/notices.tsx';
import { Failed } from '../../components/states.tsx';
import { Untrusted } from '../../components/text.tsx';
import { Time } from '../../components/time.tsx';
import { counted } from '../../format/numbers.ts';
import { useConsole } from '../../session.ts';

/** How many closed incidents are shown below the open ones. */
const MAX_CLOSED = 3;

/** Storms and incidents: open ones wait for a decision. Nothing is shown while there are none. */
export function Incidents() {
  const resource = useResource('incidents', (signal) => call('/v1/incidents', incidentsDocument, { signal }));
  const [now] = useState(() => Date.now());
  if (resource.data === undefined) {
    // A stack of an earlier version lists none.
    if (resource.error === null || resource.error.status === 404) return null;
    return <Failed error={resource.error} retry={resource.reload} />;
  }
  const newestFirst = [...resource.data.incidents].sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
  const open = newestFirst.filter((incident) => isOpen(incident, now));
  const closed = newestFirst.filter((incident) => !isOpen(incident, now)).slice(0, MAX_CLOSED);
  if (open.length + closed.length === 0) return null;
  return (
    <section class="incidents" aria-label="Storms and incidents">
      {[...open, ...closed].map((incident) => (
        <IncidentLine
          key={`${incident.kind} ${incident.subject} ${incident.from}`}
          incident={incident}
          isOpen={isOpen(incident, now)}
          onDecided={resource.reload}
        />
      ))}
    </section>
  );
}

function isOpen({ decided, until }: Incident, now: number): boolean {
  return decided === null && Date.parse(until) > now;
}

interface IncidentLineProps {
  readonly incident: Incident;
  readonly isOpen: boolean;
  readonly onDecided: () => void;
}

function IncidentLine({ incident, isOpen, onDecided }: IncidentLineProps) {
  const { session } = useConsole();
  const [decision, setDecision] = useState<'dismiss' | 'confirm' | null>(null);
  const { kind, subject, from, until, addresses } = incident;
  return (
    <article class={`incident ${isOpen ? 'incident-open' : ''}`}>
      <div>
        <h2 class="incident-title">
          <Badge tone={isOpen ? 'bad' : 'neutral'}>{stateInWords(incident, isOpen)}</Badge>{' '}
          {kind === 'domain' ? 'Storm at ' : 'Incident at the source '}
          {subject === null ? 'a domain that is stored as a hash' : <Untrusted text={subject} />}
        </h2>
        <p>
          {counted(addresses, 'address', 'addresses')}{' '}
          {kind === 'domain' ? 'turned permanent' : 'were suppressed'} within minutes, from <Time at={from} />
          .{' '}
          {isOpen ? (
            <>
              {kind === 'domain'
                ? 'Their verdicts are pending; without a decision they stand from '
                : 'Their verdicts are pending until '}
              <Time at={until} />.
            </>
          ) : null}
        </p>
      </div>
      {isOpen && subject !== null && session.write ? (
        <div class="incident-actions">
          <button type="button" class="button" onClick={() => setDecision('dismiss')}>
            Dismiss…
          </button>
          <button type="button" class="button" onClick={() => setDecision('confirm')}>
            Confirm…
          </button>
        </div>
      ) : null}
      {decision === null || subject === null ? null : (
        <DecisionDialog
          isStorm={kind === 'domain'}
          subject={subject}
          decision={decision}
          onClose={() => setDecision(null)}
          onDecided={onDecided}
        />
      )}
    </article>
  );
}

function stateInWords({ decided }: Incident, open: boolean): string {
  if (open) return 'Open';
  return decided === null ? 'Ended' : decided === 'dismissed' ? 'Dismissed' : 'Confirmed';
}

const stormMeanings = {
  dismiss: 'The receiver was broken, or blocked the sender with a misleading reply: its verdicts are void.',
  confirm: 'The addresses are gone: the verdicts stand at once.',
} as const;

const incidentMeanings = {
  dismiss:
    'The source reported what is not so, or its secret has leaked: what it suppressed meanwhile is void.',
  confirm: 'The source reported what is so, a new mailing list for one: the suppressions apply at once.',
} as const;

interface DecisionDialogProps {
  /** Of a receiver's domain; otherwise it is an incident of a source. */
  readonly isStorm: boolean;
  readonly subject: string;
  readonly decision: 'dismiss' | 'confirm';
  readonly onClose: () => void;
  readonly onDecided: () => void;
}

function DecisionDialog({ isStorm, subject, decision, onClose, onDecided }: DecisionDialogProps) {
  const announce = useNotice();
  const what = isStorm ? 'storm' : 'incident';
  const name = encodeURIComponent(subject);
  const path = isStorm ? `/v1/storms/${name}` : `/v1/sources/${name}/incident`;
  const decide = async ({ actor, reason }: Statement) => {
    const { released } = await call(path, decidedIncidentDocument, {
      method: 'POST',
      body: { decision, actor, reason },
    });
    announce(
      decision === 'dismiss'
        ? `The ${what} at ${subject} is dismissed; ${counted(released, 'address', 'addresses')} released.`
        : `The ${what} at ${subject} is confirmed.`,
    );
    onDecided();
    onClose();
  };
  return (
    <Dialog title={`${decision === 'dismiss' ? 'Dismiss' : 'Confirm'} the ${what}`} onClose={onClose}>
      <p>{isStorm ? stormMeanings[decision] : incidentMeanings[decision]}</p>
      <ActionForm
        submit={decision === 'dismiss' ? 'Dismiss' : 'Confirm'}
        onSubmit={decide}
        onCancel={onClose}
      />
    </Dialog>
  );
}
