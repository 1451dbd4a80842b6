import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetTenantCommand,
  ListTenantsCommand,
  type SuppressionListReason,
} from '@aws-sdk/client-sesv2';
import { EspApiError, type EspApiErrorKind } from '../../esp-api/errors.ts';
import type { EspFinding } from '../../esp-api/types.ts';
import { allPages, type SesClients } from './api-clients.ts';
import {
  listConfigurationSets,
  readDestinations,
  type SesDestination,
  sesEvents,
  targetOf,
} from './api-destinations.ts';
import { hasTopics, readIdentities, type SesIdentity } from './api-identities.ts';
import { inspectTopic } from './api-topic.ts';

/** Names that a finding lists before it counts the rest. */
const MAX_NAMES = 10;
/** Tenants whose settings are read. */
const MAX_TENANTS = 100;

/** The findings of `doctor` for Amazon SES in one region. */
export async function inspectSes(
  ses: SesClients,
  kind: SesDestination,
  target: string,
  endpoint: string | null,
): Promise<readonly EspFinding[]> {
  const { reporting, setFindings } = await inspectSets(ses, kind, target);
  return [
    ...(await unlessRefused('ses-account', () => inspectAccount(ses))),
    ...(await unlessRefused('ses-tenant-lists', () => inspectTenants(ses))),
    ...setFindings,
    ...(await unlessRefused('ses-identity', () => inspectIdentities(ses, kind, target, reporting))),
    ...(kind === 'sns' ? await unlessRefused('topic-policy', () => inspectTopic(ses, target, endpoint)) : []),
  ];
}

/** What these credentials may not read, or this Region does not have, is left out, and the rest is looked at. */
async function unlessRefused(
  check: string,
  inspect: () => Promise<readonly EspFinding[]>,
): Promise<readonly EspFinding[]> {
  try {
    return await inspect();
  } catch (error) {
    if (!(error instanceof EspApiError) || !REFUSALS.has(error.kind)) throw error;
    const fix =
      error.permission === undefined
        ? 'Look at it in the SES console.'
        : `Allow these credentials ${error.permission}.`;
    return [{ check, status: 'skipped', detail: `Not checked: ${error.message}`, fix }];
  }
}

const REFUSALS: ReadonlySet<EspApiErrorKind> = new Set([
  'forbidden',
  'not-found',
  'invalid-request',
  'invalid-response',
  'unsupported',
]);

async function inspectAccount(ses: SesClients): Promise<readonly EspFinding[]> {
  const account = await ses.call('read-settings', 'GetAccount', () => ses.v2.send(new GetAccountCommand({})));
  const findings: EspFinding[] = [];
  if (account.SendingEnabled === false) {
    findings.push({
      check: 'ses-sending',
      status: 'problem',
      detail:
        'Sending is paused for the account; entries of the suppression list end after 90 days meanwhile.',
      fix: 'Resume sending in the SES console under Reputation metrics.',
    });
  }
  if (account.EnforcementStatus !== undefined && account.EnforcementStatus !== 'HEALTHY') {
    findings.push({
      check: 'ses-enforcement',
      status: account.EnforcementStatus === 'SHUTDOWN' ? 'problem' : 'warning',
      detail: `AWS has the account under ${account.EnforcementStatus.toLowerCase()}.`,
      fix: 'Answer the case in the AWS Support Center.',
    });
  }
  if (account.ProductionAccessEnabled === false) {
    findings.push({
      check: 'ses-sandbox',
      status: 'warning',
      detail: 'The account is in the sandbox of this region.',
      fix: 'Request production access in the SES console.',
    });
  }
  findings.push(
    suppressedReasonsFinding('the account', account.SuppressionAttributes?.SuppressedReasons ?? []),
  );
  return findings;
}

function suppressedReasonsFinding(of: string, reasons: readonly SuppressionListReason[]): EspFinding {
  const missing = (['BOUNCE', 'COMPLAINT'] as const).filter((reason) => !reasons.includes(reason));
  if (missing.length === 0) {
    const detail = `Amazon SES suppresses bounces and complaints for ${of}.`;
    return { check: 'ses-suppressed-reasons', status: 'ok', detail, fix: null };
  }
  return {
    check: 'ses-suppressed-reasons',
    status: 'warning',
    detail: `For ${of}, Amazon SES neither records nor suppresses ${missing.join(' and ')}: entries of its list with that reason have no effect.`,
    fix: 'Run sources connect with the option suppressedReasons=both, if the ledger is not asked before each send.',
  };
}

async function inspectTenants(ses: SesClients): Promise<readonly EspFinding[]> {
  const tenants = await allPages(async (NextToken) => {
    const answer = await ses.call('read-settings', 'ListTenants', () =>
      ses.v2.send(new ListTenantsCommand({ NextToken })),
    );
    return {
      items: (answer.Tenants ?? []).flatMap(({ TenantName }) => TenantName ?? []),
      next: answer.NextToken,
    };
  });
  const own: string[] = [];
  for (const name of tenants.slice(0, MAX_TENANTS)) {
    const { Tenant } = await ses.call('read-settings', 'GetTenant', () =>
      ses.v2.send(new GetTenantCommand({ TenantName: name })),
    );
    if (Tenant?.SuppressionAttributes?.SuppressionScope === 'TENANT') own.push(name);
  }
  if (own.length === 0) return [];
  return [
    {
      check: 'ses-tenant-lists',
      status: 'warning',
      detail: `Tenants with suppression lists of their own: ${some(own)}. Those lists are compared only where they are named.`,
      fix: 'Name them in the option "tenants".',
    },
  ];
}

interface SetInspection {
  /** The sets with a complete destination to the ledger. */
  readonly reporting: ReadonlySet<string>;
  readonly setFindings: readonly EspFinding[];
}

async function inspectSets(ses: SesClients, kind: SesDestination, target: string): Promise<SetInspection> {
  const reporting = new Set<string>();
  const silent: string[] = [];
  const setFindings: EspFinding[] = [];
  for (const set of await listConfigurationSets(ses)) {
    const ours = (await readDestinations(ses, set)).filter(
      (destination) => targetOf(destination, kind) === target && destination.Enabled,
    );
    const events = new Set<string>(ours.flatMap(({ MatchingEventTypes }) => MatchingEventTypes ?? []));
    const missing = sesEvents.map(({ name }) => name).filter((name) => !events.has(name));
    if (ours.length === 0) silent.push(set);
    else if (missing.length === 0) reporting.add(set);
    else {
      setFindings.push({
        check: 'ses-configuration-set',
        status: 'problem',
        detail: `The configuration set ${set} does not report ${missing.join(', ')}.`,
        fix: 'Run sources connect: it completes the event destination.',
      });
    }
    setFindings.push(...(await inspectSetOptions(ses, set)));
  }
  if (silent.length > 0) {
    setFindings.push({
      check: 'ses-configuration-set',
      status: 'problem',
      detail: `Configuration sets that do not report to the ledger: ${some(silent)}.`,
      fix: 'Run sources connect: it adds an event destination to each.',
    });
  } else if (reporting.size > 0) {
    const detail = `${reporting.size} configuration sets report every event.`;
    setFindings.push({ check: 'ses-configuration-set', status: 'ok', detail, fix: null });
  }
  return { reporting, setFindings };
}

async function inspectSetOptions(ses: SesClients, set: string): Promise<readonly EspFinding[]> {
  const options = await ses.call('read-settings', 'GetConfigurationSet', () =>
    ses.v2.send(new GetConfigurationSetCommand({ ConfigurationSetName: set })),
  );
  const findings: EspFinding[] = [];
  if (options.SendingOptions?.SendingEnabled === false) {
    findings.push({
      check: 'ses-configuration-set',
      status: 'warning',
      detail: `Sending is off for the configuration set ${set}.`,
      fix: 'Switch it on in the SES console, if the set is used.',
    });
  }
  const reasons = options.SuppressionOptions?.SuppressedReasons;
  if (reasons !== undefined) {
    const finding = suppressedReasonsFinding(`the configuration set ${set}`, reasons);
    if (finding.status !== 'ok') {
      findings.push(finding);
    }
  }
  return findings;
}

async function inspectIdentities(
  ses: SesClients,
  kind: SesDestination,
  target: string,
  reporting: ReadonlySet<string>,
): Promise<readonly EspFinding[]> {
  const { identities, skipped } = await readIdentities(ses);
  const bySet = (identity: SesIdentity) =>
    identity.defaultSet !== undefined && reporting.has(identity.defaultSet);
  const byTopic = ({ topics }: SesIdentity) =>
    kind === 'sns' && topics.Bounce === target && topics.Complaint === target;
  const uncovered = identities.filter((identity) => !bySet(identity) && !byTopic(identity));
  // Topics of others are left alone: with them, sources connect has nothing to set.
  const elsewhere = uncovered.filter((identity) => identity.defaultSet === undefined && hasTopics(identity));
  const silent = uncovered.filter((identity) => !elsewhere.includes(identity));
  const partial = identities.filter((identity) => !bySet(identity) && byTopic(identity));
  const forwarding = identities.filter(
    (identity) => identity.forwardsByEmail && (bySet(identity) || hasTopics(identity)),
  );
  const findings: EspFinding[] = [];
  const add = (list: readonly SesIdentity[], finding: (names: string) => EspFinding) => {
    if (list.length > 0) findings.push(finding(some(list.map(({ name }) => name))));
  };
  add(silent, (names) => ({
    check: 'ses-identity',
    status: 'problem',
    detail: `Identities whose sends report to the ledger only when they name a configuration set that does: ${names}.`,
    fix: 'Run sources connect: it sets their topics, or with identities=configuration-set a default configuration set.',
  }));
  add(elsewhere, (names) => ({
    check: 'ses-identity',
    status: 'problem',
    detail: `Identities whose sends report to topics elsewhere, unless they name a configuration set that reports to the ledger: ${names}.`,
    fix: 'Give them a default configuration set in the SES console; or subscribe the URL of the source to their topic, and list the topic under "topics" of the source.',
  }));
  add(partial, (names) => ({
    check: 'ses-identity',
    status: 'warning',
    detail: `Identities that report through topics alone, without delays, rejects and subscriptions: ${names}.`,
    fix: 'Run sources connect with the option identities=configuration-set.',
  }));
  add(forwarding, (names) => ({
    check: 'ses-feedback-forwarding',
    status: 'warning',
    detail: `Amazon SES also forwards bounces and complaints by e-mail for: ${names}.`,
    fix: 'Run sources connect with the option feedbackForwarding=off, unless those mails are wanted.',
  }));
  if (skipped > 0) {
    findings.push({
      check: 'ses-identity',
      status: 'skipped',
      detail: `${skipped} further identities were not looked at.`,
      fix: null,
    });
  }
  if (uncovered.length + partial.length === 0) {
    const detail = `All ${identities.length} identities that were looked at report to the ledger.`;
    findings.push({ check: 'ses-identity', status: 'ok', detail, fix: null });
  }
  return findings;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
