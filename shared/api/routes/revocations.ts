import * as v from 'valibot';
import { toLedgerAddress } from '../../address/address.ts';
import type { ClassifiedEvent } from '../../events/event.ts';
import { RETRACTION } from '../../events/retraction.ts';
import { EVERY_LIST } from '../../ledger/policy/list-verdict.ts';
import { MAX_REPLAY_GENERATION } from '../../ledger/record/stored-event.ts';
import { rfc3339 } from '../../ledger/time.ts';
import { audited } from '../audit.ts';
import { count, timestamp } from '../documents.ts';
import { json } from '../http.ts';
import { ApiError } from '../problem.ts';
import { defineRoute } from '../route.ts';
import { statement, text, time } from '../schema.ts';
import { sourceIn, sourceParameter } from './source-parameter.ts';

/** Events in one preview. */
export const MAX_PREVIEWED_EVENTS = 1_000;
const MAX_EVENT_ID_LENGTH = 2_000;

export const previewSchema = v.object({
  known: v.pipe(count, v.description('Events that a record still holds.')),
  released: v.pipe(count, v.description('Addresses that would not be suppressed any more.')),
  altered: v.pipe(count, v.description('Addresses that would be suppressed for another reason or time.')),
  suppressed: v.pipe(count, v.description('Addresses that would be suppressed again.')),
});

/** What would change if events said nothing. */
export const previewRevocation = defineRoute(
  {
    method: 'POST',
    path: '/v1/sources/{source}/revocations/preview',
    access: 'read',
    id: 'previewRevocation',
    summary: 'What would change if up to 1,000 events of a source said nothing; nothing is changed.',
    parameter: sourceParameter,
    body: {
      name: 'RevocationPreviewRequest',
      schema: v.strictObject({
        events: v.pipe(
          v.array(
            v.strictObject({
              address: v.string(),
              id: v.pipe(
                text(MAX_EVENT_ID_LENGTH),
                v.description("The event's id as the ledger knows it: family, colon, the ESP's own id."),
              ),
            }),
          ),
          v.maxLength(
            MAX_PREVIEWED_EVENTS,
            `may hold at most ${MAX_PREVIEWED_EVENTS} events; split the request.`,
          ),
        ),
      }),
    },
    response: {
      description: 'How many addresses would change. All events of an address belong into one request.',
      document: { name: 'RevocationPreview', schema: previewSchema },
    },
    problems: ['invalid-parameter'],
  },
  async ({ ledger, settings }, { parameter, body: { events } }) => {
    const source = sourceIn(parameter);
    const retractions = events.flatMap(({ address: text, id }): readonly ClassifiedEvent[] => {
      const address = toLedgerAddress(text, settings.addresses);
      return address === null ? [] : [{ ...PREVIEWED, address, id, source }];
    });
    return json(200, await ledger.preview(retractions));
  },
);

/** Of the highest replay generation, so that it takes the place of any report. */
const PREVIEWED = {
  ...RETRACTION,
  at: 0,
  list: EVERY_LIST,
  replayGeneration: MAX_REPLAY_GENERATION,
} as const;

const revocationSchema = v.object({ source: v.string(), since: timestamp, until: timestamp });

/** An operator takes back what a source reported in a span of time. */
export const revokeSource = defineRoute(
  {
    method: 'POST',
    path: '/v1/sources/{source}/revocations',
    access: 'write',
    id: 'revokeSource',
    summary:
      'Records in the audit trail that what a source reported in a span is revoked; the command line retracts it.',
    description:
      'The events are in the raw archive, which the API cannot read: `bounce-ledger sources revoke` makes this call and then retracts each of them.',
    parameter: sourceParameter,
    body: {
      name: 'Revocation',
      schema: v.strictObject({
        since: v.pipe(time, v.description('By arrival, because an event may state any time.')),
        until: v.pipe(time, v.description('The first second that is not revoked.')),
        actor: statement,
        reason: statement,
      }),
    },
    response: {
      description: 'What is revoked.',
      document: { name: 'RevokedSpan', schema: revocationSchema },
    },
    problems: ['invalid-parameter', 'invalid-body', 'audit-unavailable'],
  },
  async ({ clock, audit }, { parameter, body: { since, until, actor, reason }, request }) => {
    const source = sourceIn(parameter);
    if (until <= since) throw new ApiError('invalid-body', '"until" must be later than "since".');
    const revoked = { source, since: rfc3339(since), until: rfc3339(until) };
    const entry = {
      at: new Date(clock()).toISOString(),
      action: 'revoke-source',
      subject: revoked,
      actor,
      reason,
      caller: request.caller ?? null,
      before: null,
    } as const;
    await audited(audit, entry, async () => ({ result: null, after: revoked }));
    return json(200, revoked);
  },
);
