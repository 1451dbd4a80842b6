import {
  GetAccountCommand,
  ListConfigurationSetsCommand,
  ListSuppressedDestinationsCommand,
} from '@aws-sdk/client-sesv2';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { type CheckedOptions, checkSettings } from '../../esp-api/settings.ts';
import type {
  DesiredWebhook,
  EspApi,
  EspApiDefinition,
  EspApiOption,
  EspApiSettings,
  KeyCheck,
  SupportedWebhooks,
} from '../../esp-api/types.ts';
import { createWebhookApi, type Step, type Steps } from '../../esp-api/webhook-api.ts';
import { openSesClients, type SesClients } from './api-clients.ts';
import {
  destinationDriver,
  listConfigurationSets,
  type SesDestination,
  sesEvents,
} from './api-destinations.ts';
import {
  createSetStep,
  defaultSetStep,
  hasTopics,
  readIdentities,
  type SesIdentity,
  stopForwardingStep,
  topicsStep,
} from './api-identities.ts';
import { inspectSes } from './api-inspect.ts';
import { reasonsOf, suppressedReasonsSteps } from './api-suppressed-reasons.ts';
import { sesSuppressionApi, sesSuppressions } from './api-suppressions.ts';
import { checkTarget, topicSteps } from './api-topic.ts';

const DEFAULT_SET = 'bounce-ledger';

const webhookCapability: SupportedWebhooks = {
  supported: true,
  create: true,
  update: true,
  hasEnabledFlag: true,
  signingKey: 'none',
  testEvent: 'none',
  hasDeliveryHealth: false,
  coverage: 'configuration-set',
  lagSeconds: 60,
  events: sesEvents,
  needlessEvents: ['OPEN', 'CLICK'],
  notes: [
    'The URL is the ARN of the topic (or of the default event bus) in the same region.',
    'Every configuration set gets an event destination. Sends that name no set are covered by the default set of their identity or by its topics.',
    'Topics of an identity carry neither delays nor rejects nor subscriptions.',
    'To test, send to bounce@simulator.amazonses.com and complaint@simulator.amazonses.com.',
  ],
};

const permissions: EspApiDefinition['permissions'] = {
  'read-webhooks':
    'ses:ListConfigurationSets, ses:GetConfigurationSetEventDestinations, sns:GetTopicAttributes, sns:ListSubscriptionsByTopic, sns:GetSubscriptionAttributes',
  'write-webhooks':
    'ses:CreateConfigurationSetEventDestination, ses:UpdateConfigurationSetEventDestination, ses:SetIdentityNotificationTopic, ses:CreateConfigurationSet, ses:PutEmailIdentityConfigurationSetAttributes, ses:PutEmailIdentityFeedbackAttributes, ses:PutAccountSuppressionAttributes, ses:PutConfigurationSetSuppressionOptions, ses:PutTenantSuppressionAttributes, sns:SetTopicAttributes, sns:Subscribe',
  'read-settings':
    'ses:GetAccount, ses:ListEmailIdentities, ses:GetEmailIdentity, ses:GetIdentityNotificationAttributes, ses:GetConfigurationSet, ses:ListTenants, ses:GetTenant',
  'read-suppressions': 'ses:ListSuppressedDestinations, ses:GetSuppressedDestination',
  'add-suppressions': 'ses:PutSuppressedDestination',
  'remove-suppressions': 'ses:DeleteSuppressedDestination',
};

/** Read by the command line, which gives the target as the webhook's URL. */
const topicOption: EspApiOption = {
  name: 'topic',
  required: false,
  description:
    "The ARN of another topic, for another region: the source's URL is subscribed to it. Default: the stack's.",
};

/** The definition for one way by which the events leave SES. */
export function sesApi(provider: string, title: string, kind: SesDestination): EspApiDefinition {
  const definition: EspApiDefinition = {
    provider,
    title,
    key: null,
    options: [
      {
        name: 'region',
        required: false,
        description: 'The region that sends. Default: that of the AWS configuration.',
      },
      {
        name: 'configurationSets',
        required: false,
        list: true,
        description: 'Configuration sets, separated by commas. Default: all of the region.',
      },
      {
        name: 'identities',
        required: false,
        values: kind === 'sns' ? ['topics', 'configuration-set', 'leave'] : ['configuration-set', 'leave'],
        description: `What identities without a default configuration set and without topics get: ${kind === 'sns' ? 'topics (the default), ' : ''}a default configuration set, or nothing.`,
      },
      {
        name: 'defaultConfigurationSet',
        required: false,
        description: `The set for identities=configuration-set; it is created where it is missing. Default: ${DEFAULT_SET}.`,
      },
      {
        name: 'feedbackForwarding',
        required: false,
        values: ['leave', 'off'],
        description:
          'off stops forwarding by e-mail where bounces and complaints are published. Default: leave.',
      },
      {
        name: 'suppressedReasons',
        required: false,
        values: ['leave', 'bounce', 'complaint', 'both'],
        description:
          'What Amazon SES suppresses for the account, and for configuration sets and named tenants with options of their own. Default: leave.',
      },
      {
        name: 'subscribe',
        required: false,
        description:
          "The ARN of the ledger's queue or the URL of the source, to subscribe to the topic. Default: none.",
      },
      ...(kind === 'sns' ? [topicOption] : []),
      {
        name: 'tenants',
        required: false,
        list: true,
        description: 'Tenants with suppression lists of their own.',
      },
    ],
    permissions,
    capabilities: { webhooks: webhookCapability, suppressions: sesSuppressions },
    documents: [
      'https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination.html',
      'https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html',
      'https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html',
    ],
    open: (settings) => open(definition, kind, settings),
  };
  return definition;
}

/** Amazon SES through SNS. */
export const api = sesApi('ses', 'Amazon SES', 'sns');

function open(definition: EspApiDefinition, kind: SesDestination, settings: EspApiSettings): EspApi {
  const options = checkSettings(definition, settings);
  const ses = openSesClients(definition, settings, options.optional('region'));
  const { provider, title, capabilities } = definition;
  const endpoint = options.optional('subscribe') ?? null;
  const named = options.list('configurationSets');
  /** The set that the present plan creates. */
  let created: string | null = null;
  const sets = async () => {
    const present = named.length > 0 ? named : await listConfigurationSets(ses);
    return created === null || present.includes(created) ? present : [...present, created];
  };

  async function before({ url }: DesiredWebhook): Promise<Steps> {
    await checkTarget(ses, kind, url);
    const steps: Step[] = [];
    created = await missingDefaultSet(ses, kind, options);
    if (created !== null) steps.push(createSetStep(ses, created));
    if (kind === 'eventbridge') return { steps, findings: [] };
    const topic = await topicSteps(ses, url, endpoint);
    return { steps: [...steps, ...topic.steps], findings: topic.findings };
  }

  return {
    provider,
    capabilities,
    permissions,
    checkKey: () => checkKey(definition, ses),
    webhooks: createWebhookApi({
      provider,
      title,
      capability: webhookCapability,
      driver: {
        ...destinationDriver(ses, kind, sets),
        before,
        after: async ({ url }) => settingSteps(ses, kind, options, url, await sets()),
      },
    }),
    suppressions: sesSuppressionApi(ses, { provider, title }, options.list('tenants')),
    inspect: ({ url }) => inspectSes(ses, kind, url, endpoint),
  };
}

function checkKey(definition: EspApiDefinition, ses: SesClients): Promise<KeyCheck> {
  return checkByCalls(definition, {
    'read-settings': () =>
      ses.call('read-settings', 'GetAccount', () => ses.v2.send(new GetAccountCommand({}))),
    'read-webhooks': () =>
      ses.call('read-webhooks', 'ListConfigurationSets', () =>
        ses.v2.send(new ListConfigurationSetsCommand({ PageSize: 1 })),
      ),
    'read-suppressions': () =>
      ses.call('read-suppressions', 'ListSuppressedDestinations', () =>
        ses.v2.send(new ListSuppressedDestinationsCommand({ PageSize: 1 })),
      ),
  });
}

function identityMode(kind: SesDestination, options: CheckedOptions): string {
  return options.optional('identities') ?? (kind === 'sns' ? 'topics' : 'leave');
}

/** Neither a default set nor topics: what they send without naming a set is reported nowhere. */
async function readUncovered(ses: SesClients): Promise<readonly SesIdentity[]> {
  const { identities } = await readIdentities(ses);
  return identities.filter((one) => one.defaultSet === undefined && !hasTopics(one));
}

/** The default set that identities need and that does not exist; null where there is nothing to create. */
async function missingDefaultSet(
  ses: SesClients,
  kind: SesDestination,
  options: CheckedOptions,
): Promise<string | null> {
  if (identityMode(kind, options) !== 'configuration-set') return null;
  if ((await readUncovered(ses)).length === 0) return null;
  const set = options.optional('defaultConfigurationSet') ?? DEFAULT_SET;
  return (await listConfigurationSets(ses)).includes(set) ? null : set;
}

/** Identities, forwarding by e-mail and the account's suppressed reasons, as configured by the options. */
async function settingSteps(
  ses: SesClients,
  kind: SesDestination,
  options: CheckedOptions,
  target: string,
  sets: readonly string[],
): Promise<Steps> {
  const steps: Step[] = [];
  const mode = identityMode(kind, options);
  if (mode === 'configuration-set') {
    const set = options.optional('defaultConfigurationSet') ?? DEFAULT_SET;
    steps.push(...(await readUncovered(ses)).map((one) => defaultSetStep(ses, one, set)));
  }
  if (mode === 'topics') steps.push(...(await readUncovered(ses)).map((one) => topicsStep(ses, one, target)));
  if (options.optional('feedbackForwarding') === 'off') {
    const { identities } = await readIdentities(ses);
    const isCovered = (one: SesIdentity) =>
      hasTopics(one) || (one.defaultSet === undefined ? mode !== 'leave' : sets.includes(one.defaultSet));
    const forwarding = identities.filter((one) => one.forwardsByEmail && isCovered(one));
    steps.push(...forwarding.map((one) => stopForwardingStep(ses, one)));
  }
  const reasons = reasonsOf(options.optional('suppressedReasons'));
  if (reasons !== null) {
    // A set that the plan creates is not there yet, and has no options of its own.
    const present = (await listConfigurationSets(ses)).filter((set) => sets.includes(set));
    const holders = { sets: present, tenants: options.list('tenants') };
    steps.push(...(await suppressedReasonsSteps(ses, reasons, holders)));
  }
  return { steps, findings: [] };
}
