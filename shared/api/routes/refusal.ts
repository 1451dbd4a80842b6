import { Refused } from '../../ledger/ledger.ts';
import { Fault, type FaultName } from '../problem.ts';

const faultOf: Readonly<Record<Refused['why'], readonly [FaultName, string]>> = {
  revision: [
    'revision-mismatch',
    'Read the address again, decide on what it says now, and send its ETag as If-Match.',
  ],
  'needs-proof': [
    'needs-proof',
    'A complaint is released only with "proof": what shows that the person asked for mail again.',
  ],
  'not-suppressed': [
    'not-suppressed',
    'The address is not suppressed for this list; there is nothing to release.',
  ],
  'stands-on-every-list': [
    'stands-on-every-list',
    'The verdict stands on "*"; release it there, not for one list.',
  ],
  'no-storm': ['no-storm', 'This domain never had a storm.'],
};

/** What the ledger refuses, as the API says it. @throws Fault, or the error itself when it is no refusal */
export function refusal(error: unknown): never {
  if (error instanceof Refused) throw new Fault(...faultOf[error.why]);
  throw error;
}
