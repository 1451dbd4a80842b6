import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { isKeyedProvider } from '../shared/esp-api/keyed-providers.ts';
import type { CommonFunctionProps } from './ledger-function.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import type { Secrets } from './secrets.ts';

export interface DoctorProps extends CommonFunctionProps {
  readonly secrets: Secrets;
  /** Base URL that the ESPs call. */
  readonly apiUrl: string;
}

const DAILY = Duration.days(1);

/**
 * Checks once a day what `bounce-ledger doctor` checks at the ESPs, for sources that have an API key. It changes nothing;
 * its role reads the parameters of these sources and nothing else.
 */
export class Doctor extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: DoctorProps) {
    const { secrets, settings } = props;
    super(scope, id, {
      ...props,
      name: 'doctor',
      description: 'checks the webhooks at the ESPs',
      timeout: 600,
      every: DAILY,
      environment: { SECRETS_PREFIX: secrets.prefix, API_URL: props.apiUrl },
    });
    const checked = settings.sources.filter(({ provider }) => isKeyedProvider(provider));
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
