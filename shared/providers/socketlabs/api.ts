import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from '../../esp-api/types.ts';

const PERMISSION = 'key of the type SocketLabs API (an injection key does not do)';

/** SocketLabs, API version 2: single addresses of a server. */
export const api: EspApiDefinition = {
  provider: 'socketlabs',
  title: 'SocketLabs',
  key: 'SocketLabs API key (Configuration > SocketLabs API)',
  options: [{ name: 'serverId', required: true, description: 'The number of the server.' }],
  permissions: {
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: {
    webhooks: {
      supported: false,
      reason:
        'The fields of its API for event webhooks are not followed: create the webhook under Configuration > Event Webhooks.',
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
          remove: { bulkSize: 1, refuses: ['complaint'] },
          expires: 'never',
        },
      ],
      add: addsAllAs('suppressions', 'manual'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'Entries are added and removed one by one; the list is not read.',
        'Complaints are not lifted.',
      ],
    },
  },
  documents: ['https://help.socketlabs.com/docs/api-migration'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const server = options.text('serverId');
  const http = new EspHttp({
    definition: api,
    host: 'https://api.socketlabs.com',
    settings,
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-suppressions': () =>
          unlessNotFound(
            http.request({
              operation: 'read-suppressions',
              method: 'GET',
              path: path`/v2/servers/${server}/suppressions`,
              query: { emailAddress: 'nobody@example.invalid' },
              answer: v.unknown(),
            }),
            null,
          ),
      }),
    lists: { suppressions: suppressionDriver(http, server) },
  });
}

function suppressionDriver(http: EspHttp, server: string): SuppressionListDriver {
  return {
    add: (_, entries) =>
      oneByOne(entries, async ({ address }) => {
        await http.request({
          operation: 'add-suppressions',
          method: 'POST',
          path: path`/v2/servers/${server}/suppressions`,
          query: { emailAddress: address },
          answer: null,
          repeatable: true,
        });
        return { outcome: 'changed' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v2/servers/${server}/suppressions/remove`,
            query: { emailAddress: address },
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
