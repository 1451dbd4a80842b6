/** The API's description, OpenAPI 3.1. A test holds it against the routes and what they answer. */
import { failureGroups, MAX_FAILURE_CODE, MIN_FAILURE_CODE } from '../failure-codes/scheme.ts';
import { reasons } from '../ledger/ledger.ts';
import { listName, schemas } from './openapi-schemas.ts';
import { type FaultName, faults } from './problem.ts';

const ref = (name: keyof typeof schemas) => ({ $ref: `#/components/schemas/${name}` });
const body = (name: keyof typeof schemas) => ({ 'application/json': { schema: ref(name) } });
const answer = (description: string, name: keyof typeof schemas, headers?: object) => ({
  description,
  ...(headers && { headers }),
  content: body(name),
});
const etag = { ETag: { description: "The record's revision.", schema: { type: 'string' } } };

const problemCalled = (names: string) => ({
  description: `Problem: ${names}.`,
  content: { 'application/problem+json': { schema: ref('Problem') } },
});

/** The problem documents a route may answer, one entry a status. */
function problemsOf(...names: readonly FaultName[]): Record<string, object> {
  const byStatus = Map.groupBy<number, FaultName>([...names, 'unavailable'], (name) => faults[name]);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [String(status), problemCalled(same.join(', '))]),
  );
}

const inQuery = (name: string, schema: object, description: string) => ({
  name,
  in: 'query',
  required: false,
  schema,
  description,
});
const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const anAddress = {
  name: 'address',
  in: 'path',
  required: true,
  schema: text,
  description: 'Percent-encoded: `ann%40example.com`.',
};
const aDomain = {
  name: 'domain',
  in: 'path',
  required: true,
  schema: text,
  description: 'A recipient domain.',
};
const aSource = {
  name: 'source',
  in: 'path',
  required: true,
  schema: text,
  description: "The operator's name for one webhook.",
};
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  schema: text,
  description: 'The ETag the change is made against; 412 when the record has changed since.',
};
const aList = inQuery('list', listName, 'Asks for one list; without it, any list.');

/** Who and why: in the query or, as in `ManualChange`, in the body. */
const manualParameters = [
  anAddress,
  ifMatch,
  inQuery('actor', text, 'Who decides.'),
  inQuery('reason', text, 'Why.'),
  inQuery('list', { ...listName, default: '*' }, 'The list that it is for.'),
  inQuery('proof', text, 'What shows that a complainer asked for mail again.'),
];

const manualProblems = problemsOf(
  'invalid-address',
  'invalid-body',
  'invalid-parameter',
  'revision-mismatch',
  'body-too-large',
  'unsupported-media-type',
  'audit-unavailable',
);

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Bounce Ledger',
    version: '1.0.0',
    description:
      'Is this address suppressed, for which list, since when, and why? Times are RFC 3339; errors are problem documents (RFC 9457). A failed read is a 503, never "not suppressed".',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: {
    '/v1/webhooks/{source}': {
      post: {
        operationId: 'receiveWebhook',
        summary: 'What an ESP reports, signed as it signs; open to everybody who can verify to be that ESP.',
        description:
          'The body, the proof and the answer to a handshake are what the ESP of the source documents. 2xx comes only once the events are queued.',
        parameters: [aSource],
        requestBody: { required: true, content: { '*/*': { schema: {} } } },
        responses: {
          200: answer('The events are queued; broken ones are kept beside them.', 'Accepted'),
          400: problemCalled('unreadable-body'),
          401: problemCalled('not-genuine; some ESPs ask for another status'),
          404: problemCalled('unknown-source'),
          413: problemCalled('body-too-large'),
          429: {
            ...problemCalled('too-many-requests'),
            headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } },
          },
          503: problemCalled('not-stored'),
        },
      },
    },
    '/v1/addresses/{address}': {
      get: {
        operationId: 'getAddress',
        summary: 'The verdict on one address, with its evidence.',
        parameters: [
          anAddress,
          aList,
          inQuery('consistent', flag, 'Reads what was just written, at twice the price.'),
        ],
        responses: {
          200: answer('The verdict, suppressed or not.', 'Address', etag),
          ...problemsOf('invalid-address', 'invalid-parameter'),
        },
      },
      delete: {
        operationId: 'eraseAddress',
        summary: 'Forgets an address; the command line sweeps it out of the raw archive.',
        parameters: [
          anAddress,
          inQuery('keepHash', flag, 'A suppressed address stays suppressed under its hash alone.'),
          inQuery('actor', text, 'Who erases, for the audit.'),
          inQuery('reason', text, 'Why, for the audit.'),
        ],
        requestBody: { required: false, content: body('Erasure') },
        responses: {
          200: answer('Whether there was anything to erase.', 'Erased'),
          ...problemsOf(
            'invalid-address',
            'invalid-body',
            'invalid-parameter',
            'body-too-large',
            'unsupported-media-type',
            'audit-unavailable',
          ),
        },
      },
    },
    '/v1/check': {
      post: {
        operationId: 'check',
        summary: 'Up to 1,000 addresses, answered in order.',
        requestBody: { required: true, content: body('CheckRequest') },
        responses: {
          200: answer('One result an address.', 'CheckResults'),
          ...problemsOf('invalid-body', 'invalid-parameter', 'body-too-large', 'unsupported-media-type'),
        },
      },
    },
    '/v1/suppressions': {
      get: {
        operationId: 'listSuppressions',
        summary: 'The suppressed addresses, a page at a time.',
        parameters: [
          inQuery(
            'code',
            { type: 'integer', minimum: MIN_FAILURE_CODE, maximum: MAX_FAILURE_CODE },
            'A failure code.',
          ),
          inQuery('group', { type: 'string', enum: failureGroups }, 'A group of failure codes.'),
          inQuery('reason', { type: 'string', enum: reasons }, 'A cause of the policy.'),
          inQuery('list', listName, 'A list; `*` is every list.'),
          inQuery('since', { type: 'string', format: 'date-time' }, 'Suppressed at or after this time.'),
          inQuery('cursor', text, "The last page's `cursor`."),
          inQuery('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }, 'Entries a page.'),
        ],
        responses: {
          200: answer('A page.', 'Suppressions'),
          ...problemsOf('invalid-parameter'),
        },
      },
    },
    '/v1/suppressions/{address}': {
      put: {
        operationId: 'suppress',
        summary: 'A person suppresses an address; who and why come in the body or the query.',
        parameters: manualParameters,
        requestBody: { required: false, content: body('ManualChange') },
        responses: { 200: answer('The verdict after.', 'Address', etag), ...manualProblems },
      },
      delete: {
        operationId: 'release',
        summary: 'A person releases an address; who and why come in the body or the query.',
        parameters: manualParameters,
        requestBody: { required: false, content: body('ManualChange') },
        responses: {
          200: answer('The verdict after.', 'Address', etag),
          ...manualProblems,
          ...problemsOf('not-suppressed', 'needs-proof', 'stands-on-every-list', 'audit-unavailable'),
        },
      },
    },
    '/v1/storms/{domain}': {
      get: {
        operationId: 'getStorm',
        summary: 'The storm a domain has or had last: many addresses turned permanent within minutes.',
        parameters: [aDomain],
        responses: { 200: answer('The storm.', 'Storm'), ...problemsOf('invalid-parameter', 'no-storm') },
      },
      post: {
        operationId: 'decideStorm',
        summary: 'A person decides about a storm: its verdicts are void, or they stand at once.',
        parameters: [aDomain],
        requestBody: { required: true, content: body('StormDecision') },
        responses: {
          200: answer('The storm, and how many addresses a dismissal let go.', 'DecidedStorm'),
          ...problemsOf(
            'invalid-parameter',
            'invalid-body',
            'no-storm',
            'body-too-large',
            'unsupported-media-type',
            'audit-unavailable',
          ),
        },
      },
    },
    '/v1/codes': {
      get: {
        operationId: 'listCodes',
        summary: "The failure codes, the operator's own among them.",
        responses: { 200: answer('The scheme.', 'Codes'), ...problemsOf('invalid-parameter') },
      },
    },
    '/v1/classify': {
      post: {
        operationId: 'classify',
        summary: 'What a reply would be, and why. Nothing is stored.',
        requestBody: { required: true, content: body('ClassifyRequest') },
        responses: {
          200: answer('The code and what decided it.', 'Explanation'),
          ...problemsOf('invalid-body', 'invalid-parameter', 'body-too-large', 'unsupported-media-type'),
        },
      },
    },
    '/v1/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        summary: 'This document.',
        responses: {
          200: {
            description: 'OpenAPI 3.1.',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...problemsOf('invalid-parameter'),
        },
      },
    },
  },
  components: { schemas },
} as const;
