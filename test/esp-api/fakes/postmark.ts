/** Postmark's API, from its reference: webhooks of streams, the dump of suppressions, and statuses a row. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

interface Entry {
  EmailAddress: string;
  SuppressionReason: string;
  Origin: string;
  CreatedAt: string;
}

export interface FakePostmark extends FakeEsp {
  readonly streams: { ID: string; MessageStreamType: string; ArchivedAt: string | null }[];
  readonly entries: Map<string, Entry>;
}

type Webhook = Record<string, unknown> & { ID: number; Url: string };

export async function startPostmark(): Promise<FakePostmark> {
  const key = '9f2c1f0e-1111-4b2b-8d9e-0a1b2c3d4e5f';
  const webhooks: Webhook[] = [];
  const entries = new Map<string, Entry>();
  /** Changes that were accepted and are not in the dump yet. */
  const pending: (() => void)[] = [];
  const streams = [{ ID: 'outbound', MessageStreamType: 'Transactional', ArchivedAt: null as string | null }];
  const forbidden = new Set<string>();
  let serial = 100;

  const error = (status: number, ErrorCode: number, Message: string): FakeAnswer => ({
    status,
    json: { ErrorCode, Message },
  });

  function add(body: Record<string, unknown>): Webhook {
    const { Url = '', ...others } = body;
    const webhook = { HttpHeaders: [], MessageStream: 'outbound', ...others, Url: String(Url), ID: ++serial };
    webhooks.push(webhook);
    return webhook;
  }

  function dump(request: FakeRequest): FakeAnswer {
    const { query } = request;
    const address = query.get('EmailAddress')?.toLowerCase();
    const from = query.get('fromdate') ?? '0000';
    const to = query.get('todate') ?? '9999';
    const rows = [...entries.values()].filter(
      ({ EmailAddress, CreatedAt }) =>
        (address === undefined || EmailAddress.toLowerCase() === address) &&
        CreatedAt.slice(0, 10) >= from &&
        CreatedAt.slice(0, 10) <= to,
    );
    return { status: 200, json: { Suppressions: rows } };
  }

  function change(request: FakeRequest, apply: (address: string) => string | null): FakeAnswer {
    const rows = jsonOf(request).Suppressions;
    if (!Array.isArray(rows) || rows.length === 0 || rows.length > 50) {
      return error(422, 1301, 'Between 1 and 50 addresses are needed.');
    }
    const statuses = rows.map((row) => {
      const address = String(row.EmailAddress);
      const refusal = apply(address);
      return { EmailAddress: address, Status: refusal === null ? 'Suppressed' : 'Failed', Message: refusal };
    });
    return { status: 200, json: { Suppressions: statuses } };
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers['x-postmark-server-token'] !== key) {
        return error(401, 10, 'No Account or Server API tokens were supplied in the HTTP headers.');
      }
      const kind = path.includes('webhooks') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind) ? error(403, 0, 'Not allowed') : null;
    },
    routes: {
      'GET /server': () => ({ status: 200, json: { ID: 1, Name: 'Production' } }),
      'GET /message-streams': () => ({
        status: 200,
        json: {
          MessageStreams: streams.map((stream) => ({ ...stream, ServerID: 1, Name: stream.ID })),
          TotalCount: streams.length,
        },
      }),
      'GET /webhooks': () => ({ status: 200, json: { Webhooks: webhooks } }),
      'POST /webhooks': (request) => ({ status: 200, json: add(jsonOf(request)) }),
      'PUT /webhooks/:id': (request) => {
        const webhook = webhooks.find(({ ID }) => String(ID) === request.params.id);
        if (webhook === undefined) return error(422, 1, 'This webhook was not found.');
        Object.assign(webhook, jsonOf(request));
        return { status: 200, json: webhook };
      },
      'GET /message-streams/:stream/suppressions/dump': dump,
      'POST /message-streams/:stream/suppressions': (request) =>
        change(request, (address) => {
          pending.push(() => seed(address, 'ManualSuppression', 'Customer', new Date().toISOString()));
          return null;
        }),
      'POST /message-streams/:stream/suppressions/delete': (request) =>
        change(request, (address) => {
          if (entries.get(address)?.SuppressionReason === 'SpamComplaint') {
            return 'You do not have the required authority to change this suppression.';
          }
          pending.push(() => entries.delete(address));
          return null;
        }),
    },
  });

  function seed(
    EmailAddress: string,
    SuppressionReason: string,
    Origin: string,
    CreatedAt = '2026-02-03T10:11:12-05:00',
  ): void {
    entries.set(EmailAddress, { EmailAddress, SuppressionReason, Origin, CreatedAt });
  }

  return {
    provider: 'postmark',
    server,
    key,
    streams,
    entries,
    wipes: [],
    seedWebhook: ({ url, events = [] }) =>
      String(
        add({ Url: url, Triggers: Object.fromEntries(events.map((name) => [name, { Enabled: true }])) }).ID,
      ),
    webhooks: () => webhooks,
    seedSuppression: (_, address, at) =>
      seed(address, 'HardBounce', 'Recipient', at === undefined ? undefined : new Date(at).toISOString()),
    addressesOn: () => [...entries.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
    settle: () => {
      for (const apply of pending.splice(0)) apply();
    },
  };
}
