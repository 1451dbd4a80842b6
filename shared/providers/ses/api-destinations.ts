import {
  CreateConfigurationSetEventDestinationCommand,
  type EventDestination,
  type EventDestinationDefinition,
  EventType,
  GetConfigurationSetEventDestinationsCommand,
  ListConfigurationSetsCommand,
  UpdateConfigurationSetEventDestinationCommand,
} from '@aws-sdk/client-sesv2';
import { EspApiError, unlessNotFound } from '../../esp-api/errors.ts';
import type { EspWebhook } from '../../esp-api/types.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import { allPages, type SesClients } from './api-clients.ts';

/** How the events leave SES: to a topic, or to the default event bus of the region. */
export type SesDestination = 'sns' | 'eventbridge';

export const sesEvents = [
  { name: 'BOUNCE', console: 'Hard bounces' },
  { name: 'COMPLAINT', console: 'Complaints' },
  { name: 'DELIVERY', console: 'Deliveries' },
  { name: 'DELIVERY_DELAY', console: 'Delivery delays' },
  { name: 'REJECT', console: 'Rejects' },
  { name: 'RENDERING_FAILURE', console: 'Rendering failures' },
  { name: 'SUBSCRIPTION', console: 'Subscriptions' },
] as const;

const PAGE_SIZE = 1_000;
/** Names tried where a destination of another target has the name already. */
const MAX_NAMES = 9;

/** The event destinations of the configuration sets: each set is a scope, each destination a webhook. */
export function destinationDriver(
  ses: SesClients,
  kind: SesDestination,
  sets: () => Promise<readonly string[]>,
): Pick<WebhookDriver, 'scopes' | 'list' | 'create' | 'update'> {
  return {
    scopes: sets,
    list: async () => {
      const all: EspWebhook[] = [];
      for (const set of await sets()) {
        // A set that the plan creates is not there yet.
        const destinations = await unlessNotFound(readDestinations(ses, set), []);
        all.push(...destinations.flatMap((destination) => toWebhook(destination, set, kind) ?? []));
      }
      return all;
    },
    create: async (spec) => {
      await create(ses, kind, spec);
      return {};
    },
    update: async ({ name }, spec) => {
      await ses.call('write-webhooks', 'UpdateConfigurationSetEventDestination', () =>
        ses.v2.send(
          new UpdateConfigurationSetEventDestinationCommand({
            ConfigurationSetName: spec.scope,
            EventDestinationName: name,
            EventDestination: definitionOf(kind, spec),
          }),
        ),
      );
      return {};
    },
  };
}

export function listConfigurationSets(ses: SesClients): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await ses.call('read-webhooks', 'ListConfigurationSets', () =>
      ses.v2.send(new ListConfigurationSetsCommand({ NextToken, PageSize: PAGE_SIZE })),
    );
    return { items: answer.ConfigurationSets ?? [], next: answer.NextToken };
  });
}

export async function readDestinations(ses: SesClients, set: string): Promise<readonly EventDestination[]> {
  const answer = await ses.call('read-webhooks', 'GetConfigurationSetEventDestinations', () =>
    ses.v2.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set })),
  );
  return answer.EventDestinations ?? [];
}

function toWebhook(destination: EventDestination, set: string, kind: SesDestination): EspWebhook | null {
  const arn = targetOf(destination, kind);
  if (arn === undefined) return null;
  return {
    id: `${set}/${destination.Name}`,
    url: arn,
    enabled: destination.Enabled ?? false,
    events: destination.MatchingEventTypes ?? [],
    signing: 'none',
    scope: set,
    name: destination.Name,
  };
}

export function targetOf(destination: EventDestination, kind: SesDestination): string | undefined {
  return kind === 'sns'
    ? destination.SnsDestination?.TopicArn
    : destination.EventBridgeDestination?.EventBusArn;
}

/** A destination of another target may have the name: then the next free one is taken, and that one left alone. */
async function create(ses: SesClients, kind: SesDestination, spec: WebhookSpec): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      await ses.call('write-webhooks', 'CreateConfigurationSetEventDestination', () =>
        ses.v2.send(
          new CreateConfigurationSetEventDestinationCommand({
            ConfigurationSetName: spec.scope,
            EventDestinationName: count === 1 ? spec.name : `${spec.name}-${count}`,
            EventDestination: definitionOf(kind, spec),
          }),
        ),
      );
      return;
    } catch (error) {
      const isTaken = error instanceof EspApiError && error.kind === 'conflict';
      if (!isTaken || count === MAX_NAMES) throw error;
      // An earlier try may have made it, and its answer may have been lost.
      const present = await readDestinations(ses, spec.scope ?? '');
      if (present.some((destination) => targetOf(destination, kind) === spec.url)) return;
    }
  }
}

function definitionOf(kind: SesDestination, spec: WebhookSpec): EventDestinationDefinition {
  const known = new Set<string>(Object.values(EventType));
  return {
    Enabled: true,
    MatchingEventTypes: spec.events.filter((name): name is EventType => known.has(name)),
    ...(kind === 'sns'
      ? { SnsDestination: { TopicArn: spec.url } }
      : { EventBridgeDestination: { EventBusArn: spec.url } }),
  };
}
