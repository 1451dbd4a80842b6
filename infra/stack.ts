import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BounceLedger } from './bounce-ledger.ts';
import type { BounceLedgerProps } from './props.ts';

/** A stack that holds one ledger, with the operator's next steps as an output. */
export class BounceLedgerStack extends Stack {
  readonly ledger: BounceLedger;

  constructor(scope: Construct, id: string, props: BounceLedgerProps & StackProps) {
    super(scope, id, { description: 'Bounce Ledger: one answer for each e-mail address', ...props });
    // CDK lets every function depend on its role, which its reference to the role already does.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    this.ledger = new BounceLedger(this, 'Ledger', props);
    new CfnOutput(this, 'NextStep', { description: 'What to do next', value: nextStep(this.stackName) });
  }
}

function nextStep(stack: string): string {
  return [
    `Set the secret of each source: bounce-ledger sources rotate NAME --stack ${stack}`,
    'enter the webhook URL that it prints in the console of the ESP',
    `then ask: bounce-ledger check ann@example.com --stack ${stack}`,
  ].join('; ');
}
