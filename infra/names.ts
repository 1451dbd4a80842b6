import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The id that a ledger has when there is one in a stack. */
const USUAL_ID = 'Ledger';

/** What tells one ledger from another in an account: secrets, metrics and outputs are named by it. */
export interface LedgerNames {
  /** `Mail`, or `Mail-News` for a second ledger `News` in the stack `Mail`. */
  readonly ledgerName: string;
  /** Default SSM path of its secrets. */
  readonly secretsPrefix: string;
  /** Prefix of its outputs: empty for a ledger named `Ledger`. */
  readonly outputPrefix: string;
}

/** Names from the top-level stack and the construct's path in it, which are known at synthesis in a nested stack, too. */
export function namesOf(ledger: Construct): LedgerNames {
  let stack = Stack.of(ledger);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  const path = ledger.node.path
    .slice(stack.node.path.length)
    .split('/')
    .filter((id) => id !== '');
  const isUsual = path.length === 1 && path[0] === USUAL_ID;
  const suffix = isUsual ? [] : path.map((id) => id.replace(/[^A-Za-z0-9]+/g, '-'));
  return {
    ledgerName: [stack.stackName, ...suffix].join('-'),
    secretsPrefix: ['/bounce-ledger', stack.stackName, ...suffix].join('/'),
    outputPrefix: suffix.join('').replace(/[^A-Za-z0-9]/g, ''),
  };
}
