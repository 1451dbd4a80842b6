import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
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

/** The events that the ledger uses; opens and clicks would only be paid for. */
const EVENTS = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.SUBSCRIPTION,
];

/** The same, by the names SES gives them on EventBridge. */
const DETAIL_TYPES = [
  'Email Bounced',
  'Email Complaint Received',
  'Email Delivered',
  'Email Delivery Delayed',
  'Email Rejected',
  'Email Rendering Failed',
  'Email Subscribed',
];

export interface SesIntakeProps {
  readonly intake: IntakeQueue;
  readonly configurationSet: LedgerSettings['sesConfigurationSet'];
  /** Null leaves the rule on the default event bus out. */
  readonly eventPattern: Pick<EventPattern, 'account' | 'resources' | 'detail'> | null;
  readonly topicName: string | undefined;
  readonly encryptionKey: IKey | undefined;
}

/**
 * Both ways in which SES publishes events without a webhook: a topic, and the account's event bus. An event that takes
 * both counts once.
 */
export class SesIntake extends Construct {
  /** Where SES identities, configuration sets and receipt rules publish. */
  readonly topic: Topic;
  /** The rule on the default event bus; undefined where it was left out. */
  readonly rule: Rule | undefined;

  constructor(scope: Construct, id: string, props: SesIntakeProps) {
    super(scope, id);
    const { intake, encryptionKey } = props;

    this.topic = new Topic(this, 'Topic', {
      ...(props.topicName !== undefined && { topicName: props.topicName }),
      enforceSSL: true,
      ...(encryptionKey && { masterKey: encryptionKey }),
    });
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

    this.rule = props.eventPattern ? this.#addRule(props.eventPattern, intake) : undefined;
    if (props.configurationSet) this.#addEventDestination(props.configurationSet);
  }

  #addRule(pattern: EventPattern, intake: IntakeQueue): Rule {
    const { account } = Stack.of(this);
    return new Rule(this, 'Rule', {
      description: 'Events of SES on the default bus, to the ledger',
      eventPattern: {
        source: ['aws.ses'],
        detailType: DETAIL_TYPES,
        // Another account's events reach this bus only where its policy admits them; the ledger takes its own alone.
        account: [account],
        ...pattern,
      },
      targets: [new SqsQueue(intake.queue, { deadLetterQueue: intake.deadLetters })],
    });
  }

  #addEventDestination({ name, create }: NonNullable<SesIntakeProps['configurationSet']>): void {
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region) && REGIONS_WITHOUT_SES.has(region)) {
      Annotations.of(this).addWarningV2(
        'bounce-ledger:noSes',
        `There is no Amazon SES in ${region}: sesConfigurationSet "${name}" is left out.`,
      );
      return;
    }
    const set = create
      ? new ConfigurationSet(this, 'ConfigurationSet', { configurationSetName: name })
      : ConfigurationSet.fromConfigurationSetName(this, 'ConfigurationSet', name);
    const destination = new ConfigurationSetEventDestination(this, 'EventDestination', {
      configurationSet: set,
      destination: EventDestination.snsTopic(this.topic),
      events: EVENTS,
    });
    // SES publishes a test before it accepts a destination: the topic's policy must be in force by then.
    destination.node.addDependency(this.topic);
  }
}

/** Regions whose CloudFormation has no resources of SES. */
const REGIONS_WITHOUT_SES: ReadonlySet<string> = new Set(['cn-north-1', 'cn-northwest-1']);
