import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { EspApiError, unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from '../../esp-api/types.ts';

export const suppressionStatus = v.looseObject({
  contact: v.looseObject({ email: v.string() }),
  isSuppressed: v.boolean(),
  removalQuota: v.looseObject({ limit: v.number(), remaining: v.number() }),
});
export const apiKeyAnswer = v.looseObject({ success: v.boolean() });

/** Loops: one address at a time, and removals within a quota. */
export const api: EspApiDefinition = {
  provider: 'loops',
  title: 'Loops',
  key: 'API key (Settings > API)',
  options: [],
  // Keys of Loops have no permissions.
  permissions: { 'read-suppressions': null, 'remove-suppressions': null },
  capabilities: {
    webhooks: {
      supported: false,
      reason: 'The API has no calls for webhooks: create it under Settings > Webhooks.',
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressed contacts',
          reasons: ['unknown'],
          read: 'one',
          pageSize: null,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: {},
      addBulkSize: 0,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'Only single addresses can be asked for: the lists cannot be compared.',
        'An account has a quota of removals.',
        'Loops does not report why an address is suppressed.',
      ],
    },
  },
  documents: ['https://loops.so/docs/api-reference/check-contact-suppression'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://app.loops.so',
    settings,
    // Ten calls a second.
    limits: { minIntervalMs: 100 },
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-suppressions': () =>
          http.request({
            operation: 'read-suppressions',
            method: 'GET',
            path: path`/api/v1/api-key`,
            answer: apiKeyAnswer,
          }),
      }),
    lists: { suppressions: suppressionDriver(http) },
  });
}

function suppressionDriver(http: EspHttp): SuppressionListDriver {
  const status = (address: string) =>
    unlessNotFound(
      http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/api/v1/contacts/suppression`,
        query: { email: address },
        answer: suppressionStatus,
      }),
      null,
    );
  return {
    get: async (_, address) => {
      const found = await status(address);
      if (!found?.isSuppressed) return [];
      const entry = { address: found.contact.email, list: 'suppressions', reason: 'unknown' as const };
      return [{ ...entry, createdAt: null, expiresAt: null, origin: 'suppressed' }];
    },
    remove: (_, refs) =>
      oneByOne(refs, async ({ address }): Promise<Outcome> => {
        // Asked first, so that an address that is not suppressed costs nothing of the quota.
        const found = await status(address);
        if (!found?.isSuppressed) return { outcome: 'unchanged' };
        if (found.removalQuota.remaining <= 0) {
          return {
            outcome: 'refused',
            detail: `The quota of ${found.removalQuota.limit} removals is used up.`,
          };
        }
        try {
          await http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/api/v1/contacts/suppression`,
            query: { email: address },
            removes: address,
            answer: null,
          });
          return { outcome: 'changed' };
        } catch (error) {
          const isGone = error instanceof EspApiError && (error.status === 400 || error.status === 404);
          if (isGone) return { outcome: 'unchanged' };
          throw error;
        }
      }),
  };
}
