import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { RateName, SubjectKind } from '../shared/statistics/reputation.ts';
import type { Alarms } from './alarms.ts';

const subjects: Readonly<Record<SubjectKind, string>> = {
  Source: 'one source or more',
  Receiver: 'mail to one family of receivers or more',
};

const rates: Readonly<Record<RateName, string>> = {
  BounceRate: 'bounce rate',
  ComplaintRate: 'complaint rate',
};

export interface ReputationAlarmsProps {
  readonly alarms: Alarms;
  readonly reputation: LedgerSettings['reputation'];
}

/**
 * An alarm for each threshold of the bounce and the complaint rate, of sources and of receivers. The statistics function
 * writes a rate only while it is above its lowest threshold, so that a ledger in good order pays for no metric.
 */
export class ReputationAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, reputation }: ReputationAlarmsProps) {
    super(scope, id);
    if (reputation === null) return;
    const thresholds = { BounceRate: reputation.bouncePercent, ComplaintRate: reputation.complaintPercent };
    for (const subject of ['Source', 'Receiver'] as const) {
      for (const rate of ['BounceRate', 'ComplaintRate'] as const) {
        for (const percent of thresholds[rate]) {
          alarms.addAlarm(this, `${rate}Over${percent}By${subject}`, {
            metric: alarms.rates(rate, subject),
            threshold: percent,
            above: true,
            description: `The ${rates[rate]} of ${subjects[subject]} in 24 hours is over ${percent} %.`,
            runbook: 'Bounces or complaints are too many',
          });
        }
      }
    }
  }
}
