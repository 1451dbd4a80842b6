import * as v from 'valibot';
import { readCustomRules } from '../classifier/rule-files/custom-rules-folder.ts';
import { checkPolicy } from '../ledger/policy/check-policy.ts';
import { defaultPolicy } from '../ledger/policy/default-policy.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import type { ListPolicy, PolicySettings } from '../ledger/policy/settings.ts';
import { type ProviderName, providers } from '../providers/registry.ts';
import { defaultReputation } from '../statistics/reputation.ts';
import { isWithinAuthority } from './authority.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { checkEffects, resolveCodes } from './custom-codes.ts';
import type { SettingPath } from './locate.ts';
import { changePolicy } from './policy-changes.ts';
import type { CodeSettings, LedgerSettings, SourceSettings, SyncSettings } from './settings.ts';
import { type CheckedConfig, configShape, type SyncShape } from './shape.ts';

/** Where a configuration came from. */
export interface ConfigOrigin {
  /** The file to name in errors; null when there is none. */
  readonly file: string | null;
  /** The folder that the configuration's own paths are relative to. */
  readonly baseDir: string;
}

const DEFAULTS = { ratePerSecond: 50, archiveDays: 90, mailbox: 'bounces' } as const;

const GUARD_OF_A_LIST =
  'Guards count once for all lists: set them in policy. ' +
  'A list is left out of the storm guard by stormGuard: false on its causes.';

/**
 * Checks a configuration and completes it. Everything that is wrong is reported at once.
 * @throws ConfigError that names each line to fix.
 */
export function resolveSettings(
  config: unknown,
  origin: ConfigOrigin = { file: null, baseDir: process.cwd() },
): LedgerSettings {
  const checked = v.safeParse(configShape, config);
  if (!checked.success) throw new ConfigError(checked.issues.map(toIssue), origin.file);

  const issues: ConfigIssue[] = [];
  const settings = complete(checked.output, origin, issues);
  if (issues.length > 0) throw new ConfigError(issues, origin.file);
  return settings;
}

function toIssue(issue: v.BaseIssue<unknown>): ConfigIssue {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return { path, message: issue.message };
}

function complete(config: CheckedConfig, origin: ConfigOrigin, issues: ConfigIssue[]): LedgerSettings {
  const codes = resolveCodes(config.codes ?? {}, origin.baseDir, issues, readCustomRules);
  const policy = policyOf(defaultPolicy, config.policy, codes.custom, ['policy'], issues);
  checkEffects(config.codes ?? {}, policy, issues);
  const lists = Object.entries(config.lists ?? {}).map(([name, list]): ListPolicy => {
    const path = ['lists', name, 'policy'] as const;
    for (const guard of ['storm', 'sourceGuard'] as const) {
      if (list.policy?.[guard] !== undefined)
        issues.push({ path: [...path, guard], message: GUARD_OF_A_LIST });
    }
    return {
      name,
      transactional: list.transactional ?? false,
      policy: policyOf(policy, list.policy, codes.custom, path, issues),
    };
  });
  return {
    sources: sourcesOf(config, new Set([EVERY_LIST, ...lists.map(({ name }) => name)]), issues),
    lists,
    policy,
    codes,
    addresses: {
      stored: config.addresses?.stored ?? 'plain',
      foldPlusTags: config.addresses?.foldPlusTags ?? false,
    },
    archiveDays: config.archiveDays ?? DEFAULTS.archiveDays,
    inboundMail: config.inboundMail
      ? {
          domain: config.inboundMail.domain,
          mailbox: config.inboundMail.mailbox ?? DEFAULTS.mailbox,
          reporters: config.inboundMail.reporters ?? [],
          buckets: config.inboundMail.buckets ?? [],
        }
      : null,
    api: typeof config.api === 'object' ? config.api.jwt : 'iam',
    reputation: config.reputation === false ? null : { ...defaultReputation, ...config.reputation },
    sesConfigurationSet:
      typeof config.sesConfigurationSet === 'string'
        ? { name: config.sesConfigurationSet, create: false }
        : (config.sesConfigurationSet ?? null),
  };
}

/** The ESPs that post to topics, whose ARNs are verified. */
const COMES_BY_SNS: ReadonlySet<ProviderName> = new Set(['ses', 'scaleway']);

function sourcesOf(
  config: CheckedConfig,
  lists: ReadonlySet<string>,
  issues: ConfigIssue[],
): readonly SourceSettings[] {
  const sources = Object.entries(config.sources);
  if (sources.length === 0) {
    issues.push({ path: ['sources'], message: 'Name at least one source: { sendgrid: "sendgrid" }.' });
  }
  return sources.map(([name, given]) => {
    const source = typeof given === 'string' ? { provider: given } : given;
    const requireList = (list: string, ...path: SettingPath) => {
      if (lists.has(list)) return;
      const message = `Unknown list "${list}". Add it to lists, or write "*" for every list.`;
      issues.push({ path: ['sources', name, ...path], message });
    };
    const list = source.list ?? EVERY_LIST;
    requireList(list, 'list');
    source.lists?.forEach((other, index) => {
      requireList(other, 'lists', index);
    });
    for (const [espList, mapped] of Object.entries(source.espLists ?? {})) {
      requireList(mapped, 'espLists', espList);
      if (isWithinAuthority(mapped, { list, lists: source.lists ?? [] })) continue;
      const message = `The source may not report on "${mapped}"; add it to its lists.`;
      issues.push({ path: ['sources', name, 'espLists', espList], message });
    }
    if (source.topics !== undefined && !COMES_BY_SNS.has(source.provider)) {
      const message = `"${source.provider}" sends no SNS messages; remove topics, or give the source of ${[...COMES_BY_SNS].join(' or ')}.`;
      issues.push({ path: ['sources', name, 'topics'], message });
    }
    return {
      name,
      provider: source.provider,
      list,
      lists: source.lists ?? [],
      espLists: source.espLists ?? {},
      kinds: source.kinds ?? null,
      family: source.family ?? name,
      topics: source.topics ?? [],
      ratePerSecond: source.ratePerSecond ?? DEFAULTS.ratePerSecond,
      maxEventAgeDays:
        source.maxEventAgeDays === undefined ? defaultEventAgeDays(source.provider) : source.maxEventAgeDays,
      allow: source.allow ?? null,
      sync: syncOf(source, (message) => issues.push({ path: ['sources', name, 'sync'], message })),
    };
  });
}

function syncOf(
  { provider, sync }: { readonly provider: ProviderName; readonly sync?: SyncShape | undefined },
  addIssue: (message: string) => void,
): SyncSettings | null {
  if (sync === undefined) return null;
  const { takesApiKey = false, takesAwsCredentials = false } = providers.get(provider) ?? {};
  if (!takesApiKey && !takesAwsCredentials) {
    addIssue(`The list of ${provider} is not kept in step by the stack: no API of it is known.`);
  }
  const { every, takeIn = true, push = [], lift = false } = sync;
  return { everyMinutes: every, takeIn, push, lift };
}

/** Of an ESP that does not say for how long it tries. */
const UNDOCUMENTED_RETRY_HOURS = 7 * 24;
/** For what an ESP itself holds back, and for clocks. */
const GRACE_DAYS = 14;

/** From how many days on an event is older than any retry of its ESP. */
function defaultEventAgeDays(provider: ProviderName): number {
  const hours = providers.get(provider)?.retryHours ?? UNDOCUMENTED_RETRY_HOURS;
  return Math.ceil(hours / 24) + GRACE_DAYS;
}

/**
 * The base with an operator's changes; a policy that contradicts itself is an issue of the cause that does. What is
 * wrong with the base is said of the base alone.
 */
function policyOf(
  base: PolicySettings,
  changes: CheckedConfig['policy'],
  customCodes: CodeSettings['custom'],
  path: SettingPath,
  issues: ConfigIssue[],
): PolicySettings {
  if (changes === undefined) return base;
  const policy = changePolicy(base, changes);
  const codes = customCodes.map(({ code }) => code);
  const inherited = checkPolicy(base, codes);
  for (const { cause, issue } of checkPolicy(policy, codes)) {
    if (inherited.some((known) => known.cause === cause && known.issue === issue)) continue;
    const isGuard = cause === 'storm' || cause === 'sourceGuard';
    const where = isGuard ? [...path, cause] : [...path, 'causes', cause];
    issues.push({ path: where, message: issue });
  }
  return policy;
}
