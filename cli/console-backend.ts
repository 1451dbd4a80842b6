/** What the console shows of a target: the query API, the dead letters, the sources, the custom rules. */
import type { ConsoleBackend, SourceStatus, SyncPlan } from '../console/server/backend.ts';
import { deadLetterQueue } from '../console/server/dead-letters.ts';
import { userName } from '../shared/user-name.ts';
import { readActivity, type SourceActivity } from './activity.ts';
import { loadConfiguration } from './configuration.ts';
import { runDoctor } from './doctor/run.ts';
import { espListings } from './esp/listings.ts';
import { makePlan, planChange, planCounts } from './sync/plan.ts';
import { comparableSources, openSyncSource } from './sync/sync-source.ts';
import type { Target, TargetSource } from './target/target.ts';

/** Headers of an answer that the console passes on; the others are about the connection. */
const PASSED_ON = ['content-type', 'etag', 'retry-after', 'cache-control'] as const;

export interface ConsoleBackendOptions {
  /** Whether the configuration on this machine is the target's own: a stack is deployed from it, a local host is not. */
  readonly ownsConfiguration: boolean;
  /** @default ledger.config.ts */
  readonly config?: string | undefined;
}

/** The backend of a console for the target. */
export function consoleBackend(
  target: Target,
  { ownsConfiguration, config }: ConsoleBackendOptions,
): ConsoleBackend {
  return {
    name: target.name,
    actor: userName(),
    async api(call) {
      const { status, headers: all, body } = await target.request(call);
      const headers: Record<string, string> = {};
      for (const name of PASSED_ON) {
        const value = all[name];
        if (value !== undefined) headers[name] = value;
      }
      return { status, headers, body };
    },
    doctor: async () => runDoctor(target, { sources: (await target.sources()).map(({ source }) => source) }),
    espListings: (address) => espListings(target, address),
    async sources() {
      const sources = await target.sources();
      const activity = await readActivity(target, sources);
      return sources.map((source) => toStatus(source, activity.get(source.source)));
    },
    sync: { sources: () => comparableSources(target), plan: (source) => planOf(target, source, config) },
    deadLetters: deadLetterQueue(target.resources),
    ...(ownsConfiguration && { customRules: async () => customRules(config) }),
  };
}

/** Changes of a plan that the console is given: it shows fewer, and names the command that has all. */
const MAX_PLAN_CHANGES = 10_000;

async function planOf(target: Target, name: string, config: string | undefined): Promise<SyncPlan> {
  const plan = await makePlan(await openSyncSource(target, name, { config }));
  try {
    const changes: SyncPlan['changes'][number][] = [];
    for (const change of plan.changes()) {
      if (changes.length === MAX_PLAN_CHANGES) break;
      changes.push(planChange(change));
    }
    return { ...planCounts(plan), changes };
  } finally {
    plan.close();
  }
}

function toStatus(
  { source, provider, list, secret }: TargetSource,
  activity: SourceActivity | undefined,
): SourceStatus {
  return {
    source,
    provider,
    list: list ?? null,
    secret: secret === null ? 'missing' : 'set',
    lastEventAt: activity?.lastEventAt?.toISOString() ?? null,
    rejected: activity?.rejected ?? null,
  };
}

/** The rules of the configuration as their file has them. */
function customRules(config: string | undefined) {
  const { codes } = loadConfiguration(config);
  const response = codes.response.map(({ pattern, code }) => `${pattern}~~${code}\n`).join('');
  return { response, settings: codes };
}
