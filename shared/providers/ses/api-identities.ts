import {
  GetIdentityNotificationAttributesCommand,
  type IdentityNotificationAttributes,
  type NotificationType,
  SetIdentityNotificationTopicCommand,
} from '@aws-sdk/client-ses';
import {
  CreateConfigurationSetCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  PutEmailIdentityConfigurationSetAttributesCommand,
  PutEmailIdentityFeedbackAttributesCommand,
} from '@aws-sdk/client-sesv2';
import { EspApiError } from '../../esp-api/errors.ts';
import type { Step } from '../../esp-api/webhook-api.ts';
import { allPages, type SesClients } from './api-clients.ts';

/** Identities that one run looks at; an account may have 10,000, and each costs a call. */
export const MAX_IDENTITIES = 500;
const ATTRIBUTES_PER_CALL = 100;
const PAGE_SIZE = 1_000;

/** One verified identity and where its events go. */
export interface SesIdentity {
  readonly name: string;
  /** Used by sends that name no set. */
  readonly defaultSet: string | undefined;
  /** SES forwards bounces and complaints by e-mail to the sender. */
  readonly forwardsByEmail: boolean;
  readonly topics: {
    readonly Bounce: string | undefined;
    readonly Complaint: string | undefined;
    readonly Delivery: string | undefined;
  };
}

export interface SesIdentities {
  readonly identities: readonly SesIdentity[];
  /** Verified identities beyond `MAX_IDENTITIES`, which were not looked at. */
  readonly skipped: number;
}

/** The identities that may send, with default set, topics and forwarding. */
export async function readIdentities(ses: SesClients): Promise<SesIdentities> {
  const all = await allPages(async (NextToken) => {
    const answer = await ses.call('read-settings', 'ListEmailIdentities', () =>
      ses.v2.send(new ListEmailIdentitiesCommand({ NextToken, PageSize: PAGE_SIZE })),
    );
    return { items: answer.EmailIdentities ?? [], next: answer.NextToken };
  });
  const verified = all
    .filter(({ SendingEnabled }) => SendingEnabled)
    .flatMap(({ IdentityName }) => IdentityName ?? []);
  const names = verified.slice(0, MAX_IDENTITIES);
  const topics = await readTopics(ses, names);
  const identities: SesIdentity[] = [];
  for (const name of names) {
    const identity = await ses.call('read-settings', 'GetEmailIdentity', () =>
      ses.v2.send(new GetEmailIdentityCommand({ EmailIdentity: name })),
    );
    const attributes = topics.get(name);
    identities.push({
      name,
      defaultSet: identity.ConfigurationSetName,
      forwardsByEmail: identity.FeedbackForwardingStatus ?? false,
      topics: {
        Bounce: attributes?.BounceTopic,
        Complaint: attributes?.ComplaintTopic,
        Delivery: attributes?.DeliveryTopic,
      },
    });
  }
  return { identities, skipped: verified.length - names.length };
}

async function readTopics(
  ses: SesClients,
  names: readonly string[],
): Promise<ReadonlyMap<string, IdentityNotificationAttributes>> {
  const found = new Map<string, IdentityNotificationAttributes>();
  for (let start = 0; start < names.length; start += ATTRIBUTES_PER_CALL) {
    const Identities = names.slice(start, start + ATTRIBUTES_PER_CALL);
    const { NotificationAttributes } = await ses.callSlowly(
      'read-settings',
      'GetIdentityNotificationAttributes',
      () => ses.v1.send(new GetIdentityNotificationAttributesCommand({ Identities })),
    );
    for (const [name, attributes] of Object.entries(NotificationAttributes ?? {}))
      found.set(name, attributes);
  }
  return found;
}

/** An identity reports by itself when bounces and complaints have a topic. */
export function hasTopics({ topics }: SesIdentity): boolean {
  return topics.Bounce !== undefined && topics.Complaint !== undefined;
}

/** Sets the topics that an identity lacks; one that points elsewhere stays. */
export function topicsStep(ses: SesClients, identity: SesIdentity, topic: string): Step {
  const missing = (['Bounce', 'Complaint', 'Delivery'] as const).filter(
    (type) => identity.topics[type] === undefined,
  );
  return {
    change: {
      action: 'configure',
      target: `identity ${identity.name}`,
      summary: `Publish bounces, complaints and deliveries of ${identity.name} to the topic.`,
      fields: missing.map((type) => ({ field: `${type} topic`, from: null, to: topic })),
    },
    run: async () => {
      for (const type of missing) {
        await ses.callSlowly('write-webhooks', 'SetIdentityNotificationTopic', () =>
          ses.v1.send(
            new SetIdentityNotificationTopicCommand({
              Identity: identity.name,
              NotificationType: type satisfies NotificationType,
              SnsTopic: topic,
            }),
          ),
        );
      }
      return {};
    },
  };
}

/** Gives an identity its default configuration set, so that sends which name none are covered. */
export function defaultSetStep(ses: SesClients, identity: SesIdentity, set: string): Step {
  return {
    change: {
      action: 'configure',
      target: `identity ${identity.name}`,
      summary: `Make ${set} the default configuration set of ${identity.name}.`,
      fields: [{ field: 'default configuration set', from: null, to: set }],
    },
    run: async () => {
      await ses.call('write-webhooks', 'PutEmailIdentityConfigurationSetAttributes', () =>
        ses.v2.send(
          new PutEmailIdentityConfigurationSetAttributesCommand({
            EmailIdentity: identity.name,
            ConfigurationSetName: set,
          }),
        ),
      );
      return {};
    },
  };
}

export function createSetStep(ses: SesClients, set: string): Step {
  return {
    change: {
      action: 'create',
      target: `configuration set ${set}`,
      summary: `Create the configuration set ${set}.`,
      fields: [{ field: 'configuration set', from: null, to: set }],
    },
    run: async () => {
      const created = ses.call('write-webhooks', 'CreateConfigurationSet', () =>
        ses.v2.send(new CreateConfigurationSetCommand({ ConfigurationSetName: set })),
      );
      await created.catch((error: unknown) => {
        if (!(error instanceof EspApiError) || error.kind !== 'conflict') throw error;
      });
      return {};
    },
  };
}

/** SES refuses it while bounces or complaints are published nowhere; hence it comes last. */
export function stopForwardingStep(ses: SesClients, identity: SesIdentity): Step {
  return {
    change: {
      action: 'configure',
      target: `identity ${identity.name}`,
      summary: `Stop forwarding bounces and complaints of ${identity.name} by e-mail.`,
      fields: [{ field: 'feedback forwarding', from: 'on', to: 'off' }],
    },
    run: async () => {
      await ses.call('write-webhooks', 'PutEmailIdentityFeedbackAttributes', () =>
        ses.v2.send(
          new PutEmailIdentityFeedbackAttributesCommand({
            EmailIdentity: identity.name,
            EmailForwardingEnabled: false,
          }),
        ),
      );
      return {};
    },
  };
}
