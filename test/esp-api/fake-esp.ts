import { openEspApi } from '../../shared/esp-api/registry.ts';
import type { AwsCredentials, EspApi, EspApiDeps, EspApiSettings } from '../../shared/esp-api/types.ts';
import type { ProviderName } from '../../shared/providers/registry.ts';
import type { FakeRequest, FakeServer } from './fake-server.ts';

/** What the shared tests ask of every ESP's fake. */
export interface FakeEsp {
  readonly provider: ProviderName;
  readonly server: FakeServer;
  /** The key that is allowed everything. */
  readonly key: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Amazon SES: the credentials that are allowed everything. */
  readonly awsCredentials?: () => Promise<AwsCredentials>;
  /** Puts a webhook there, as an operator does by hand, and returns its id. */
  readonly seedWebhook?: (webhook: SeededWebhook) => string;
  /** All webhooks as the ESP stores them, in a stable order. */
  readonly webhooks?: () => readonly unknown[];
  /** Puts an entry on a list; `at`, milliseconds since 1970, where the fake takes a date. */
  readonly seedSuppression?: (list: string, address: string, at?: number) => void;
  /** The addresses of a list. */
  readonly addressesOn?: (list: string) => readonly string[];
  /** Requests that would remove more than one named entry; must stay empty. */
  readonly wipes: readonly string[];
  /** Takes a permission from the key; the next call of that kind is refused. */
  readonly forbid?: (what: 'webhooks' | 'suppressions') => void;
  /** Lets what lags become visible. */
  readonly settle?: () => void;
}

export interface SeededWebhook {
  readonly url: string;
  /** @default those the definition names */
  readonly events?: readonly string[];
  /** @default true */
  readonly enabled?: boolean;
}

export type StartFake = () => Promise<FakeEsp>;

/** Waits as the client would, without the time. */
export class FakeClock {
  now = Date.UTC(2026, 8, 1);
  readonly waits: number[] = [];

  readonly deps: Partial<EspApiDeps> = {
    now: () => this.now,
    sleep: async (milliseconds) => {
      this.waits.push(milliseconds);
      this.now += milliseconds;
    },
    random: () => 1,
    timeoutMs: 5_000,
  };
}

/** The API of a fake, with a clock that does not wait. */
export function openFake(
  fake: FakeEsp,
  settings: Partial<EspApiSettings> & { readonly clock?: FakeClock } = {},
): Promise<EspApi> {
  const { clock = new FakeClock(), deps, ...others } = settings;
  return openEspApi(fake.provider, {
    apiKey: fake.key,
    options: fake.options ?? {},
    baseUrl: fake.server.url,
    awsCredentials: fake.awsCredentials,
    ...others,
    deps: { ...clock.deps, ...deps },
  });
}

/** Whether the request changes something, by its method alone; ESPs that read by POST say otherwise. */
export function isWrite({ method }: FakeRequest): boolean {
  return method !== 'GET';
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
