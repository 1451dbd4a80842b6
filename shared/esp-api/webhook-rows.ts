/** Webhooks of an ESP whose API has one row for each event: the rows of one endpoint are one webhook. */
import type { EspWebhook } from './types.ts';
import type { WebhookDriver, WebhookSpec } from './webhook-api.ts';
import { isSameEndpoint } from './webhook-url.ts';

/** One event of one webhook. */
export interface WebhookRow {
  readonly id: string;
  readonly url: string;
  /** As the API names it. */
  readonly event: string;
}

export interface WebhookRowsDeps<Row extends WebhookRow> {
  readonly read: () => Promise<readonly Row[]>;
  /** Makes `rows`, all of one endpoint, into those of `spec`. It must touch no row of another endpoint. */
  readonly set: (rows: readonly Row[], spec: WebhookSpec) => Promise<void>;
  /** Whether the ESP sends what the rows stand for; null where it has no such flag. */
  readonly enabled: (rows: readonly Row[]) => boolean | null;
}

/**
 * The driver over such rows.
 *
 * @example
 * webhookRowsDriver({ read: () => readRows(http), set: (rows, spec) => setRows(http, rows, spec), enabled: () => null });
 */
export function webhookRowsDriver<Row extends WebhookRow>({
  read,
  set,
  enabled,
}: WebhookRowsDeps<Row>): WebhookDriver {
  const rowsAt = async (url: string) => (await read()).filter((row) => isSameEndpoint(row.url, url));
  return {
    list: async () =>
      byEndpoint(await read()).map((rows) => ({ ...webhookOf(rows), enabled: enabled(rows) })),
    create: async (spec) => {
      await set(await rowsAt(spec.url), spec);
      return {};
    },
    update: async (current, spec) => {
      await set(await rowsAt(current.url), spec);
      return {};
    },
    differences: ({ restrictions = [] }, spec) =>
      restrictions.length === 0
        ? []
        : [{ field: 'url', from: restrictions.join(', '), to: `one URL for ${spec.events.length} events` }],
  };
}

function byEndpoint<Row extends WebhookRow>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first !== undefined && isSameEndpoint(first.url, row.url));
    if (group === undefined) groups.push([row]);
    else group.push(row);
  }
  return groups;
}

function webhookOf(rows: readonly WebhookRow[]): Omit<EspWebhook, 'enabled'> {
  const urls = new Set(rows.map(({ url }) => url));
  return {
    id: rows.map(({ id, event }) => `${event}:${id}`).join(','),
    url: rows[0]?.url ?? '',
    events: rows.map(({ event }) => event),
    signing: 'none',
    restrictions: urls.size > 1 ? ['events at URLs with different secrets'] : [],
  };
}
