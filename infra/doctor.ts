import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { providers } from '../shared/providers/registry.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import type { Secrets } from './secrets.ts';

export interface DoctorProps extends CommonFunctionProps {
  readonly secrets: Secrets;
  /** Base URL that the ESPs call. */
  readonly apiUrl: string;
}

/** The first time is a day after the deployment. */
const DAILY = Duration.days(1);

const DESCRIPTION = 'checks the webhooks at the ESPs';

/**
 * Checks once a day what `bounce-ledger doctor` checks at the ESPs, for sources that have an API key. It changes nothing;
 * its role reads the parameters of these sources and nothing else. A run that fails is tried twice more by Lambda, then
 * waits for the next: the answer is as good a day later.
 */
export class Doctor extends LedgerFunction {
  constructor(scope: Construct, id: string, props: DoctorProps) {
    const { secrets, settings } = props;
    super(scope, id, {
      ...props,
      name: 'doctor',
      description: DESCRIPTION,
      timeout: 600,
      environment: { SECRETS_PREFIX: secrets.prefix, API_URL: props.apiUrl },
    });
    new Rule(this, 'Schedule', {
      description: `Bounce Ledger: ${DESCRIPTION}`,
      schedule: Schedule.rate(DAILY),
      targets: [new FunctionTarget(this.lambda)],
    });
    const checked = settings.sources.filter(({ provider }) => providers.get(provider)?.takesApiKey);
    this.allowSourceParameters(checked, (name) => [secrets.apiKeyOf(name), secrets.ofSource(name)]);
    props.alarms.addAlarm(this, 'DoctorProblems', {
      // As long as the interval, so that the alarm stays until a run finds nothing.
      metric: props.alarms.metric('DoctorProblems').with({ period: DAILY, statistic: Stats.MAXIMUM }),
      threshold: 1,
      description: 'The webhook of a source is not set up at its ESP as the ledger needs it.',
      runbook: 'A source is set up wrongly',
    });
  }
}
