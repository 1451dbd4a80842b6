import { ManualActionError } from '../ledger/policy/manual-action.ts';
import { ApiError, type ProblemName } from './problem.ts';

const problemOf: Readonly<Record<ManualActionError['reason'], readonly [ProblemName, string]>> = {
  revision: [
    'revision-mismatch',
    'Read the address again, decide on what it says now, and send its ETag as If-Match.',
  ],
  'needs-proof': [
    'needs-proof',
    'A complaint is released only with "proof": what shows that the recipient asked for mail again.',
  ],
  'not-suppressed': [
    'not-suppressed',
    'The address is not suppressed for this list; there is nothing to release.',
  ],
  'suppressed-on-every-list': [
    'stands-on-every-list',
    'The address is suppressed for "*"; release it there, not for one list.',
  ],
  'no-storm': ['no-storm', 'This domain never had a storm.'],
  'no-incident': ['no-incident', 'This source never had an incident.'],
};

/** What the ledger refuses, as the API says it. @throws ApiError, or the error itself when it is no refusal */
export function refuse(error: unknown): never {
  if (error instanceof ManualActionError) throw new ApiError(...problemOf[error.reason]);
  throw error;
}
