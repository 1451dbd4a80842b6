/** Mailjet's API v3, from its reference: one URL an event type, and an exclusion list for campaigns. */
import type { FakeEsp } from '../fake-esp.ts';
import { basicOf, type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

interface Callback {
  ID: number;
  EventType: string;
  Url: string;
  Status: string;
  Version: string;
  IsBackup: boolean;
  APIKey: string;
}

interface Contact {
  ID: number;
  Email: string;
  IsExcludedFromCampaigns: boolean;
  IsSpamComplaining: boolean;
  UnsubscribedAt: string;
  UnsubscribedBy: string;
  CreatedAt: string;
  ExclusionFromCampaignsUpdatedAt: string;
}

export interface FakeMailjet extends FakeEsp {
  readonly callbacks: Callback[];
  readonly contacts: Map<string, Contact>;
}

export async function startMailjet(): Promise<FakeMailjet> {
  const key = 'f0e1d2c3b4a5968778695a4b3c2d1e0f:0f1e2d3c4b5a69788796a5b4c3d2e1f0';
  const callbacks: Callback[] = [];
  const contacts: FakeMailjet['contacts'] = new Map();
  const forbidden = new Set<string>();
  const error = (StatusCode: number, ErrorMessage: string): FakeAnswer => ({
    status: StatusCode,
    json: { ErrorInfo: '', ErrorMessage, StatusCode },
  });
  const data = (rows: readonly unknown[], status = 200): FakeAnswer => ({
    status,
    json: { Count: rows.length, Data: rows, Total: rows.length },
  });

  function add(EventType: string, Url: string, Status = 'alive'): Callback {
    const row = {
      ID: callbacks.length + 1,
      EventType,
      Url,
      Status,
      Version: '2',
      IsBackup: false,
      APIKey: 'k',
    };
    callbacks.push(row);
    return row;
  }

  function exclude(Email: string, IsExcludedFromCampaigns: boolean): Contact {
    const present = contacts.get(Email);
    const contact = {
      ID: contacts.size + 1,
      Email,
      IsSpamComplaining: false,
      UnsubscribedAt: '',
      UnsubscribedBy: '',
      CreatedAt: '2026-01-01T00:00:00Z',
      ExclusionFromCampaignsUpdatedAt: '2026-01-02T00:00:00Z',
      ...present,
      IsExcludedFromCampaigns,
    };
    contacts.set(Email, contact);
    return contact;
  }

  const server = await startFakeServer({
    authenticate: (request) => {
      if (basicOf(request) !== key) return error(401, 'API key authentication/authorization failure.');
      const kind = request.path.includes('eventcallbackurl') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind) ? error(403, 'Access forbidden.') : null;
    },
    routes: {
      'GET /v3/REST/eventcallbackurl': () => data(callbacks),
      'POST /v3/REST/eventcallbackurl': (request) => {
        const body = jsonOf(request);
        const type = String(body.EventType);
        if (callbacks.some(({ EventType }) => EventType === type)) {
          return error(400, `A webhook for the event type "${type}" already exists.`);
        }
        return data([add(type, String(body.Url))], 201);
      },
      'PUT /v3/REST/eventcallbackurl/:id': (request) => {
        const found = callbacks.find(({ ID }) => String(ID) === request.params.id);
        return found === undefined
          ? error(404, 'Object not found')
          : data([Object.assign(found, jsonOf(request), { Version: '2' })]);
      },
      'DELETE /v3/REST/eventcallbackurl/:id': ({ params }) => {
        const index = callbacks.findIndex(({ ID }) => String(ID) === params.id);
        if (index < 0) return error(404, 'Object not found');
        callbacks.splice(index, 1);
        return { status: 204 };
      },
      'GET /v3/REST/contact': ({ query }) => {
        const wanted = [...contacts.values()].filter(
          ({ IsExcludedFromCampaigns }) => IsExcludedFromCampaigns,
        );
        const offset = Number(query.get('Offset') ?? 0);
        return data(wanted.slice(offset, offset + Math.min(Number(query.get('Limit') ?? 10), 1_000)));
      },
      'POST /v3/REST/contact': (request) => {
        const { Email, IsExcludedFromCampaigns } = jsonOf(request);
        return data([exclude(String(Email), IsExcludedFromCampaigns === true)], 201);
      },
      'GET /v3/REST/contact/:email': ({ params }) => {
        const found = contacts.get(params.email ?? '');
        return found === undefined ? error(404, 'Object not found') : data([found]);
      },
      'PUT /v3/REST/contact/:email': (request) => {
        const email = request.params.email ?? '';
        if (!contacts.has(email)) return error(404, 'Object not found');
        return data([exclude(email, jsonOf(request).IsExcludedFromCampaigns === true)]);
      },
    },
  });

  return {
    provider: 'mailjet',
    server,
    key,
    callbacks,
    contacts,
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) => {
      for (const event of events) add(event, url, enabled ? 'alive' : 'dead');
      return url;
    },
    webhooks: () => callbacks,
    seedSuppression: (_, email) => {
      exclude(email, true);
    },
    addressesOn: () =>
      [...contacts.values()].flatMap(({ Email, IsExcludedFromCampaigns }) =>
        IsExcludedFromCampaigns ? [Email] : [],
      ),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
