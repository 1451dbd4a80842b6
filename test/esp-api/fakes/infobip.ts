/** Infobip's e-mail suppressions, from its OpenAPI document: by domain and type, changed later. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

const DOMAIN = 'mail.example.com';

export async function startInfobip(): Promise<FakeEsp> {
  const key = '0123456789abcdef0123456789abcdef-01234567-89ab-cdef-0123-456789abcdef';
  const lists = new Map(['BOUNCE', 'COMPLAINT', 'OVER_QUOTA'].map((name) => [name, new Set<string>()]));
  const pending: (() => void)[] = [];
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  const error = (status: number, text: string): FakeAnswer => ({
    status,
    json: { requestError: { serviceException: { messageId: 'ERROR', text } } },
  });
  const list = (name: unknown) => lists.get(String(name)) ?? new Set<string>();

  function change(
    body: Record<string, unknown>,
    apply: (rows: Set<string>, address: string) => void,
  ): FakeAnswer {
    const { suppressions } = body;
    if (!Array.isArray(suppressions) || suppressions.length > 10)
      return error(400, 'Between 1 and 10 are needed');
    for (const { emailAddress, type, domainName } of suppressions) {
      if (domainName !== DOMAIN) return error(400, 'Unknown domain');
      if (!Array.isArray(emailAddress) || emailAddress.length === 0) {
        wipes.push('no address');
        return error(400, 'emailAddress is required');
      }
      if (emailAddress.length > 1_000) return error(400, 'At most 1000 addresses');
      for (const address of emailAddress) pending.push(() => apply(list(type), String(address)));
    }
    return { status: 204 };
  }

  const server = await startFakeServer({
    authenticate: ({ headers }) => {
      if (headers.authorization !== `App ${key}`) return error(401, 'Invalid login details');
      return forbidden.has('suppressions') ? error(403, 'Insufficient permissions') : null;
    },
    routes: {
      'GET /email/1/suppressions': ({ query }) => {
        if (!query.get('domainName') || !query.get('type'))
          return error(400, 'domainName and type are required');
        const page = Number(query.get('page') ?? 0);
        const size = Number(query.get('size') ?? 100);
        const only = query.get('emailAddress');
        const rows = [...list(query.get('type'))].filter((address) => only === null || address === only);
        const results = rows.slice(page * size, (page + 1) * size).map((emailAddress) => ({
          domainName: DOMAIN,
          emailAddress,
          type: query.get('type'),
          createdDate: '2026-01-01T10:11:12.000+0000',
          reason: 'No such user',
        }));
        return { status: 200, json: { results, paging: { page, size } } };
      },
      'GET /email/1/suppressions/domains': () => ({
        status: 200,
        json: {
          results: [
            {
              domainName: DOMAIN,
              dataAccess: 'OWNER',
              readBounces: true,
              createBounces: true,
              deleteBounces: true,
              readComplaints: true,
              createComplaints: true,
              deleteComplaints: true,
              readOverquotas: true,
              deleteOverquotas: true,
            },
          ],
          paging: { page: 0, size: 100 },
        },
      }),
      'POST /email/1/suppressions': (request) =>
        change(jsonOf(request), (rows, address) => rows.add(address)),
      'DELETE /email/1/suppressions': (request) =>
        change(jsonOf(request), (rows, address) => rows.delete(address)),
    },
  });

  return {
    provider: 'infobip',
    server,
    key,
    options: { host: 'xyz123.api.infobip.com', domains: DOMAIN },
    wipes,
    seedSuppression: (name, address) => {
      list(name).add(address);
    },
    addressesOn: (name) => [...list(name)],
    forbid: (what) => {
      forbidden.add(what);
    },
    settle: () => {
      for (const apply of pending.splice(0)) apply();
    },
  };
}
