/** Stand-ins for what the command line and the local host add to the API. */
import type {
  ConsoleBackend,
  DeadLetter,
  EspListing,
  SourceStatus,
  SyncPlan,
} from '../../console/server/backend.ts';
import type { IncidentDocument } from '../../shared/api/documents.ts';
import { noCustomRules } from '../../shared/classifier/custom-rules.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { NOW } from './fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function ago(milliseconds: number): string {
  return new Date(NOW - milliseconds).toISOString();
}

/** As `GET /v1/incidents` lists it. */
export const openStorm: IncidentDocument = {
  kind: 'domain',
  subject: 'bigmail.example',
  from: ago(30 * MINUTE),
  until: ago(-30 * MINUTE),
  addresses: 214,
  decided: null,
};

export const dismissedStorm: IncidentDocument = {
  kind: 'domain',
  subject: 'old.example',
  from: ago(9 * DAY),
  until: ago(9 * DAY - HOUR),
  addresses: 88,
  decided: 'dismissed',
};

const sources: readonly SourceStatus[] = [
  { source: 'ses', provider: 'ses', list: '*', secret: 'set', lastEventAt: ago(2 * MINUTE), rejected: {} },
  {
    source: 'sendgrid',
    provider: 'sendgrid',
    list: '*',
    secret: 'set',
    lastEventAt: ago(HOUR),
    rejected: { signature: 12 },
  },
  {
    source: 'postmark-receipts',
    provider: 'postmark',
    list: 'receipts',
    secret: 'missing',
    lastEventAt: null,
    rejected: null,
  },
];

const findings: readonly DoctorFinding[] = [
  { source: 'ses', check: 'events', status: 'ok', detail: 'All events are published.', fix: '' },
  {
    source: 'sendgrid',
    check: 'events',
    status: 'problem',
    detail: 'The event "bounce" is not ticked.',
    fix: 'Tick it under Settings > Mail Settings > Event Webhooks.',
  },
];

export const deadLetter: DeadLetter = {
  id: '0b6c2f1e-6f5e-4f0e-9a54-2f1c1a6f8a3d',
  since: ago(2 * HOUR),
  source: 'sendgrid',
  error: 'entry 3: invalid timestamp',
  request: 'POST /v1/webhooks/sendgrid\ncontent-type: application/json\n\n[{"email":"ann@example.com"}]',
};

export const listings: readonly EspListing[] = [
  {
    source: 'sendgrid',
    provider: 'sendgrid',
    list: 'bounces',
    listed: true,
    reason: '550 5.1.1 unknown user',
    since: ago(3 * DAY),
    error: null,
  },
  {
    source: 'ses',
    provider: 'ses',
    list: '',
    listed: false,
    reason: null,
    since: null,
    error: 'AccessDenied: ses:GetSuppressedDestination',
  },
];

export const syncPlan: SyncPlan = {
  source: 'sendgrid',
  onlyHere: 3,
  onlyThere: 1,
  both: 1_204,
  differs: 2,
  tooRecent: 0,
  notComparable: 5,
  changes: [
    {
      address: 'ann@example.com',
      action: 'add',
      as: 'bounces',
      why: 'suppressed in the ledger, not at the ESP',
    },
    { address: 'ben@example.com', action: 'take-in', as: 'unsubscribe', why: 'on the ESP’s list alone' },
  ],
};

/** A backend that offers everything; the dead letters are gone once they are redriven. */
export function fullBackend(): Required<Omit<ConsoleBackend, 'name' | 'actor' | 'api'>> {
  let letters: readonly DeadLetter[] = [deadLetter];
  return {
    sources: async () => sources,
    doctor: async () => findings,
    deadLetters: {
      list: async () => letters.map(({ request: _request, ...summary }) => summary),
      show: async (id) => letters.find((letter) => letter.id === id) ?? null,
      redrive: async () => {
        const redriven = letters.length;
        letters = [];
        return { redriven, left: 0 };
      },
    },
    espListings: async () => listings,
    sync: {
      sources: async () => ['sendgrid'],
      plan: async () => syncPlan,
    },
    customRules: async () => ({
      response: '# parked domains\nmailbox .* parked~~3005\n',
      settings: noCustomRules,
    }),
  };
}
