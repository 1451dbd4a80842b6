import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailSendingEvent,
  EventDestination,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { LedgerSettings } from '../shared/config/settings.ts';
import type { IntakeQueue } from './intake-queue.ts';

/** What the ledger has a use for; opens and clicks would only be paid for. */
const EVENTS = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.SUBSCRIPTION,
];

/** The same, by the names SES gives them on EventBridge. */
const DETAIL_TYPES = [
  'Email Bounced',
  'Email Complaint Received',
  'Email Delivered',
  'Email Delivery Delayed',
  'Email Rejected',
  'Email Subscribed',
];

export interface SesIntakeProps {
  readonly intake: IntakeQueue;
  readonly configurationSet: LedgerSettings['sesConfigurationSet'];
}

/**
 * Both ways by which SES tells of events without a webhook: a topic, and the account's event bus. An event that takes
 * both is one event to the ledger.
 */
export class SesIntake extends Construct {
  /** Where SES identities, configuration sets and receipt rules publish. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { intake, configurationSet }: SesIntakeProps) {
    super(scope, id);

    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SesOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic.addSubscription(
      new SqsSubscription(intake.queue, { rawMessageDelivery: true, deadLetterQueue: intake.deadLetters }),
    );

    new Rule(this, 'Rule', {
      description: 'SES events on the default bus, to the ledger',
      eventPattern: { source: ['aws.ses'], detailType: DETAIL_TYPES },
      targets: [new SqsQueue(intake.queue, { deadLetterQueue: intake.deadLetters })],
    });

    if (configurationSet) this.#addEventDestination(configurationSet);
  }

  #addEventDestination({ name, create }: NonNullable<SesIntakeProps['configurationSet']>): void {
    const set = create
      ? new ConfigurationSet(this, 'ConfigurationSet', { configurationSetName: name })
      : ConfigurationSet.fromConfigurationSetName(this, 'ConfigurationSet', name);
    const destination = new ConfigurationSetEventDestination(this, 'EventDestination', {
      configurationSet: set,
      destination: EventDestination.snsTopic(this.topic),
      events: EVENTS,
    });
    // SES tries to publish before it accepts a destination, so the topic's policy must be in force by then.
    destination.node.addDependency(this.topic);
  }
}
