import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { EspApiError } from '../../esp-api/errors.ts';
import { type ErrorReading, EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oauthToken } from '../../esp-api/oauth.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from '../../esp-api/types.ts';

/** Zoho ZeptoMail. The key that sends cannot manage suppressions: an OAuth client can. */
export const api: EspApiDefinition = {
  provider: 'zeptomail',
  title: 'ZeptoMail',
  key: 'OAuth client as clientId:clientSecret:refreshToken (Zoho API Console > Self Client, scope Zeptomail.Suppressions.ALL)',
  options: [
    {
      name: 'dataCenter',
      required: false,
      values: ['com', 'eu', 'in', 'com.au', 'jp', 'ca', 'sa', 'com.cn'],
      description: 'The ending of the account’s domain. Default: com.',
    },
  ],
  permissions: {
    'add-suppressions': 'Zeptomail.Suppressions.CREATE',
    'remove-suppressions': 'Zeptomail.Suppressions.DELETE',
    'read-settings': 'Zeptomail.Suppressions.ALL',
  },
  capabilities: {
    webhooks: {
      supported: false,
      reason: 'No API for webhooks is documented: create the webhook at the mail agent in the console.',
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppression list',
          reasons: ['unknown'],
          read: 'none',
          pageSize: null,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: addsAllAs('suppressions', 'manual'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: ['Entries are added and removed; the call that lists them is not documented publicly.'],
    },
  },
  documents: ['https://www.zoho.com/zeptomail/help/api/suppression-list.html'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const dataCenter = options.optional('dataCenter') ?? 'com';
  const [clientId = '', clientSecret = '', refreshToken = ''] = settings.apiKey.split(':');
  const secrets = [settings.apiKey, clientId, clientSecret, refreshToken];
  const accounts = new EspHttp({
    definition: api,
    host: `https://accounts.zoho.${dataCenter}`,
    settings,
    authenticate: () => ({}),
    secrets,
  });
  if (refreshToken === '') {
    throw accounts.error('settings', `Invalid API key for ZeptoMail: it needs three parts (${api.key}).`);
  }
  const token = oauthToken(accounts, {
    path: path`/oauth/v2/token`,
    form: {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    },
  });
  const http = new EspHttp({
    definition: api,
    host: `https://api.zeptomail.${dataCenter}`,
    settings,
    authenticate: async () => ({ authorization: `Zoho-oauthtoken ${await token()}` }),
    secrets,
    readError,
  });
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-settings': token }),
    lists: { suppressions: suppressionDriver(http) },
  });
}

/** `DND_101`: it is there already; `DND_102`: it is not. */
function readError(_: number, body: unknown): ErrorReading | null {
  const text = JSON.stringify(body ?? null);
  if (text.includes('DND_101')) return { kind: 'conflict' };
  return text.includes('DND_102') ? { kind: 'not-found' } : null;
}

function suppressionDriver(http: EspHttp): SuppressionListDriver {
  return {
    add: (_, entries) =>
      oneByOne(entries, async ({ address, note }): Promise<Outcome> => {
        try {
          await http.request({
            operation: 'add-suppressions',
            method: 'POST',
            path: path`/v1.1/suppressions/email`,
            json: {
              suppression_type: 'email',
              action: 'suppress',
              values: [address],
              description: note ?? 'Suppressed',
            },
            answer: null,
            repeatable: true,
          });
          return { outcome: 'changed' };
        } catch (error) {
          if (error instanceof EspApiError && error.kind === 'conflict') return { outcome: 'unchanged' };
          throw error;
        }
      }),
    remove: (_, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v1.1/suppressions/email`,
            json: { values: [address] },
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
