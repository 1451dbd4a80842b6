/**
 * Finds, plans and applies the webhook of a source over a driver: the few calls that differ between ESPs. A plan contains
 * the very steps that it describes, so that the dry run cannot differ from the run. No driver can delete, and an update is made
 * only of a webhook that was found at the source's URL.
 */
import type { SecretText } from './secret-text.ts';
import type {
  AppliedWebhooks,
  DeliveryHealth,
  DesiredWebhook,
  EspFinding,
  EspWebhook,
  FieldChange,
  PlannedChange,
  SupportedWebhooks,
  WebhookApi,
  WebhookPlan,
} from './types.ts';
import { displayUrl, isSameEndpoint } from './webhook-url.ts';

/** What a driver is asked to set up: the desired webhook with every default filled in. */
export interface WebhookSpec {
  readonly url: string;
  readonly events: readonly string[];
  readonly name: string;
  readonly secret: string | undefined;
  readonly scope: string | undefined;
}

/** The signing key, where the ESP returns it in the answer. */
export interface WebhookCreated {
  readonly signingKey?: SecretText | undefined;
}

export interface WebhookDriver {
  /** The parts that need a webhook each: domains, streams. @default one webhook for the account */
  readonly scopes?: () => Promise<readonly (string | undefined)[]>;
  list(): Promise<readonly EspWebhook[]>;
  /**
   * What a webhook points at when the source has this URL, where that is something else: the ARN of a topic.
   * @default the URL itself
   */
  readonly targetOf?: (url: string) => string;
  /** Absent where the API cannot create. */
  readonly create?: (spec: WebhookSpec) => Promise<WebhookCreated>;
  readonly update: (current: EspWebhook, spec: WebhookSpec) => Promise<WebhookCreated>;
  /** Present where signing is switched on by a call of its own. */
  readonly enableSigning?: (webhook: EspWebhook) => Promise<void>;
  /** Makes a new key, where the ESP returns keys only once. */
  readonly renewSigningKey?: (webhook: EspWebhook) => Promise<SecretText>;
  readonly readSigningKey?: (webhook: EspWebhook) => Promise<SecretText | null>;
  readonly sendTestEvent?: (webhook: EspWebhook) => Promise<void>;
  readonly deliveryHealth?: (webhook: EspWebhook) => Promise<DeliveryHealth>;
  /**
   * The URL as the ESP stores it: without credentials where it has fields of its own for them.
   * @default the URL itself
   */
  readonly storedUrl?: (spec: WebhookSpec) => string;
  /** The secret that `credential` of the webhook should hold. @default none is compared */
  readonly expectedCredential?: (spec: WebhookSpec) => string | undefined;
  /** More than the common comparison, such as a format that must be JSON. */
  readonly differences?: (current: EspWebhook, spec: WebhookSpec) => readonly FieldChange[];
  /** Changes that must be made before the webhooks', such as the policy of a topic. */
  readonly before?: (desired: DesiredWebhook) => Promise<Steps>;
  /** Changes that are made after the webhooks'. */
  readonly after?: (desired: DesiredWebhook) => Promise<Steps>;
}

/** One change with the calls that make it. */
export interface Step {
  readonly change: PlannedChange;
  readonly run: () => Promise<WebhookCreated>;
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly findings: readonly EspFinding[];
}

export interface WebhookApiDeps {
  readonly provider: string;
  readonly title: string;
  readonly capability: SupportedWebhooks;
  readonly driver: WebhookDriver;
}

const DEFAULT_NAME = 'bounce-ledger';

/** The common webhook API over an ESP's driver. */
export function createWebhookApi(deps: WebhookApiDeps): WebhookApi {
  const { driver, provider } = deps;
  const targetOf = driver.targetOf ?? ((url: string) => url);
  const isOurs = (webhook: EspWebhook, desired: DesiredWebhook) =>
    [desired.url, ...(desired.formerUrls ?? [])].some((url) => isSameEndpoint(webhook.url, targetOf(url)));
  const planned = new WeakMap<
    WebhookPlan,
    { readonly desired: DesiredWebhook; readonly steps: readonly Step[] }
  >();

  async function plan(desired: DesiredWebhook): Promise<WebhookPlan> {
    const before = await driver.before?.(desired);
    const all = await driver.list();
    const scopes = (await driver.scopes?.()) ?? [undefined];
    const steps: Step[] = [];
    const found: EspWebhook[] = [];
    const findings: EspFinding[] = [];
    const extend = (more: Steps | undefined) => {
      steps.push(...(more?.steps ?? []));
      findings.push(...(more?.findings ?? []));
    };
    extend(before);
    for (const scope of scopes) {
      const spec = specOf(deps.capability, desired, scope);
      const ours = all.filter((webhook) => webhook.scope === scope && isOurs(webhook, desired));
      const [current, ...others] = ours.toSorted((a, b) => rank(a, desired) - rank(b, desired));
      if (current !== undefined) found.push(current, ...others);
      if (others.length > 0) findings.push(duplicateFinding(ours));
      if (current === undefined) steps.push(...createSteps(deps, spec, findings));
      else steps.push(...updateSteps(deps, current, spec, desired, findings));
    }
    extend(await driver.after?.(desired));
    const result = { provider, found, changes: steps.map(({ change }) => change), findings };
    planned.set(result, { desired, steps });
    return result;
  }

  async function apply(
    plan: WebhookPlan,
    options: { readonly onSigningKey?: (key: SecretText) => Promise<void> } = {},
  ): Promise<AppliedWebhooks> {
    const known = planned.get(plan);
    if (known === undefined) throw new TypeError('The plan was made by another API.');
    const signingKeys: SecretText[] = [];
    for (const { run } of known.steps) {
      const { signingKey } = await run();
      if (signingKey === undefined) continue;
      signingKeys.push(signingKey);
      await options.onSigningKey?.(signingKey);
    }
    const webhooks = (await driver.list()).filter((webhook) => isOurs(webhook, known.desired));
    if (driver.readSigningKey && signingKeys.length === 0) {
      for (const webhook of webhooks) {
        const key = await driver.readSigningKey(webhook);
        if (key === null || signingKeys.some((other) => other.equals(key.reveal()))) continue;
        signingKeys.push(key);
        await options.onSigningKey?.(key);
      }
    }
    const unconfirmed = await remaining(deps, webhooks, known.desired);
    return { webhooks, signingKeys, changes: plan.changes, unconfirmed };
  }

  return {
    list: () => driver.list(),
    find: async (url) =>
      (await driver.list()).filter((webhook) => isSameEndpoint(webhook.url, targetOf(url))),
    plan,
    apply,
    ...(driver.readSigningKey ? { readSigningKey: driver.readSigningKey } : {}),
    ...(driver.sendTestEvent ? { sendTestEvent: driver.sendTestEvent } : {}),
    ...(driver.deliveryHealth ? { deliveryHealth: driver.deliveryHealth } : {}),
  };
}

function specOf(
  capability: SupportedWebhooks,
  desired: DesiredWebhook,
  scope: string | undefined,
): WebhookSpec {
  return {
    url: desired.url,
    events: desired.events ?? capability.events.map(({ name }) => name),
    name: desired.name ?? DEFAULT_NAME,
    secret: desired.secret,
    scope,
  };
}

/** Of several, the one at today's URL that is on. */
function rank(webhook: EspWebhook, desired: DesiredWebhook): number {
  return (isSameEndpoint(webhook.url, desired.url) ? 0 : 2) + (webhook.enabled === false ? 1 : 0);
}

function createSteps({ driver, title }: WebhookApiDeps, spec: WebhookSpec, findings: EspFinding[]): Step[] {
  const { create } = driver;
  const place = spec.scope === undefined ? '' : ` for ${spec.scope}`;
  if (create === undefined) {
    findings.push({
      check: 'webhook-missing',
      status: 'problem',
      detail: `No webhook at ${displayUrl(spec.url)}${place}, and the API of ${title} cannot create one.`,
      fix: `Create it in the console of ${title}, then run this again.`,
    });
    return [];
  }
  const fields: FieldChange[] = [
    { field: 'url', from: null, to: displayUrl(spec.url) },
    { field: 'events', from: null, to: spec.events.join(', ') },
    { field: 'enabled', from: null, to: 'true' },
  ];
  return [
    {
      change: { action: 'create', target: `webhook${place}`, summary: `Create a webhook${place}.`, fields },
      run: async () => {
        const created = await create(spec);
        if (driver.enableSigning === undefined) return created;
        const webhook = (await driver.list()).find(
          ({ url, scope }) =>
            scope === spec.scope && isSameEndpoint(url, driver.targetOf?.(spec.url) ?? spec.url),
        );
        if (webhook?.signing === 'off') await driver.enableSigning(webhook);
        return created;
      },
    },
  ];
}

function updateSteps(
  { driver, capability, title }: WebhookApiDeps,
  current: EspWebhook,
  spec: WebhookSpec,
  desired: DesiredWebhook,
  findings: EspFinding[],
): Step[] {
  const steps: Step[] = [];
  const target = `webhook ${current.id}`;
  const fields = differences(driver, current, spec);
  if (fields.length > 0 && !capability.update) {
    findings.push({
      check: 'webhook-differs',
      status: 'problem',
      detail: `The webhook ${current.id} differs (${fields.map(({ field }) => field).join(', ')}), and the API of ${title} cannot change it.`,
      fix: `Change it in the console of ${title}.`,
    });
  } else if (fields.length > 0) {
    const names = fields.map(({ field }) => field).join(', ');
    const change = { action: 'update', target, summary: `Update ${names} of the webhook.`, fields } as const;
    steps.push({ change, run: () => driver.update(current, spec) });
  }
  const { enableSigning, renewSigningKey } = driver;
  if (enableSigning !== undefined && current.signing === 'off') {
    const signing: FieldChange = { field: 'signing', from: 'off', to: 'on' };
    const change = {
      action: 'enable-signing',
      target,
      summary: 'Switch signing on.',
      fields: [signing],
    } as const;
    steps.push({ change, run: () => enableSigning(current).then(() => ({})) });
  }
  if (capability.signingKey === 'at-creation' && desired.isKeyStored === false) {
    if (renewSigningKey === undefined) {
      findings.push({
        check: 'signing-key',
        status: 'problem',
        detail: `${title} returns the signing key of a webhook only when it is created, and the ledger does not have the key of ${current.id}.`,
        fix: 'Copy the key from the console, if it shows it. Otherwise delete this webhook in the console and run this again.',
      });
    } else {
      const key: FieldChange = { field: 'signing key', from: 'unknown', to: 'new' };
      const change = {
        action: 'enable-signing',
        target,
        summary: 'Make a new signing key: the ledger does not hold the present one.',
        fields: [key],
      } as const;
      steps.push({ change, run: async () => ({ signingKey: await renewSigningKey(current) }) });
    }
  }
  return steps;
}

/** What still differs from the specification; empty when the webhook is as it should be. */
function differences(driver: WebhookDriver, current: EspWebhook, spec: WebhookSpec): readonly FieldChange[] {
  const fields: FieldChange[] = [];
  const url = driver.storedUrl?.(spec) ?? driver.targetOf?.(spec.url) ?? spec.url;
  if (current.url !== url) {
    // Only the secret part may differ, which is not printed.
    const [from, to] = [displayUrl(current.url), displayUrl(url)];
    fields.push({ field: 'url', from, to: from === to ? `${to} (with the present secret)` : to });
  }
  const { events } = current;
  const isComplete =
    events === null ||
    (events.length === spec.events.length && spec.events.every((event) => events.includes(event)));
  if (!isComplete) fields.push({ field: 'events', from: events.join(', '), to: spec.events.join(', ') });
  if (current.enabled === false) fields.push({ field: 'enabled', from: 'false', to: 'true' });
  const credential = driver.expectedCredential?.(spec);
  if (credential !== undefined && !current.credential?.equals(credential)) {
    fields.push({ field: 'secret', from: current.credential ? 'another' : 'none', to: 'the present one' });
  }
  return [...fields, ...(driver.differences?.(current, spec) ?? [])];
}

async function remaining(
  { driver, capability }: WebhookApiDeps,
  webhooks: readonly EspWebhook[],
  desired: DesiredWebhook,
): Promise<readonly FieldChange[]> {
  const scopes = (await driver.scopes?.()) ?? [undefined];
  return scopes.flatMap((scope) => {
    const spec = specOf(capability, desired, scope);
    const [current] = webhooks
      .filter((webhook) => webhook.scope === scope)
      .toSorted((a, b) => rank(a, desired) - rank(b, desired));
    if (current === undefined) return [{ field: 'webhook', from: null, to: displayUrl(spec.url) }];
    return differences(driver, current, spec);
  });
}

function duplicateFinding(ours: readonly EspWebhook[]): EspFinding {
  const ids = ours.map(({ id }) => id).join(', ');
  return {
    check: 'webhook-duplicate',
    status: 'warning',
    detail: `${ours.length} webhooks point at this source (${ids}): each event is sent ${ours.length} times.`,
    fix: 'Delete all but one of them in the console.',
  };
}
