import type { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { LedgerFunction, type LedgerFunctionProps } from './ledger-function.ts';

export interface ScheduledFunctionProps extends LedgerFunctionProps {
  /** Whole minutes, hours or days between two runs; the first is one interval after the deployment. */
  readonly every: Duration;
}

/**
 * A function that EventBridge invokes by time, with an event of its own. A run that fails is tried twice more by
 * Lambda, then waits for the next: what such a function does must be as good a day later.
 */
export abstract class ScheduledFunction extends LedgerFunction {
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id, props);
    this.schedule = new Rule(this, 'Schedule', {
      description: `Bounce Ledger: ${props.description}`,
      schedule: Schedule.rate(props.every),
      targets: [new FunctionTarget(this.lambda)],
    });
  }
}
