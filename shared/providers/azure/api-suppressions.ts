import { createHash } from 'node:crypto';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { allItems } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { scanFor } from '../../esp-api/scan.ts';
import type { Outcome, Scope, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspSuppression, SupportedSuppressions, SuppressionPage } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import { addressPage, listPage } from './api-schemas.ts';

const API_VERSION = '2025-09-01';
const MAX_SCANNED_PAGES = 50;
const LIST = 'addresses';

export const azureSuppressions: SupportedSuppressions = {
  supported: true,
  lists: [
    {
      name: LIST,
      title: 'Suppression lists of the domain',
      reasons: ['manual'],
      read: 'whole',
      pageSize: 100,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'never',
    },
  ],
  add: addsAllAs(LIST, 'manual'),
  addBulkSize: 1,
  lagSeconds: 60,
  caseSensitive: false,
  notes: [
    'These are the lists that the customer keeps. The list that Azure manages can neither be read nor lifted: it ends by itself, and later with each send in between.',
    'A release that is followed by a send at once prolongs the entry of the managed list.',
    'A list stops mail of the sender user name that it is named for.',
  ],
};

/** Where the lists are. */
export interface AzureDomain {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly emailService: string;
  readonly domain: string;
}

function listsPath({ subscriptionId, resourceGroup, emailService, domain }: AzureDomain) {
  return path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/emailServices/${emailService}/domains/${domain}/suppressionLists`;
}

function addressesPath({ subscriptionId, resourceGroup, emailService, domain }: AzureDomain, list: string) {
  return path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/emailServices/${emailService}/domains/${domain}/suppressionLists/${list}/suppressionListAddresses`;
}

function addressPath(
  { subscriptionId, resourceGroup, emailService, domain }: AzureDomain,
  list: string,
  id: string,
) {
  return path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/emailServices/${emailService}/domains/${domain}/suppressionLists/${list}/suppressionListAddresses/${id}`;
}

/** The names of the domain's lists: each is a scope. */
export async function readListNames(http: EspHttp, at: AzureDomain): Promise<readonly string[]> {
  return allItems(http, async (cursor) => {
    const { value, nextLink } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: listsPath(at),
      query: { 'api-version': API_VERSION, $skipToken: cursor ?? undefined },
      answer: listPage,
    });
    return { items: value.map(({ name }) => name), next: skipTokenIn(nextLink) };
  });
}

/** Of the link to the next page only the token is used: host and path are ours. */
export function skipTokenIn(link: string | null | undefined): string | null {
  if (!link || !URL.canParse(link)) return null;
  const { searchParams } = new URL(link);
  return searchParams.get('$skipToken') ?? searchParams.get('$skiptoken');
}

export function azureListDriver(http: EspHttp, at: AzureDomain): SuppressionListDriver {
  const page = async (scope: Scope, cursor: string | null): Promise<SuppressionPage> => {
    const { value, nextLink } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: addressesPath(at, scope ?? ''),
      query: { 'api-version': API_VERSION, $skipToken: cursor ?? undefined },
      answer: addressPage,
    });
    const entries = value.map(
      ({ name, properties }): EspSuppression => ({
        address: properties.email,
        list: LIST,
        reason: 'manual',
        createdAt: timeOf(properties.lastModified),
        expiresAt: null,
        origin: properties.notes || 'added by the customer',
        id: name,
        scope,
      }),
    );
    return { entries, next: skipTokenIn(nextLink) };
  };
  const find = (scope: Scope, address: string) =>
    scanFor(address, (cursor) => page(scope, cursor), MAX_SCANNED_PAGES, http);
  return {
    page,
    get: find,
    add: (scope, entries) =>
      oneByOne(entries, async ({ address, note }): Promise<Outcome> => {
        await http.request({
          operation: 'add-suppressions',
          method: 'PUT',
          path: addressPath(at, scope ?? '', idOf(address)),
          query: { 'api-version': API_VERSION },
          json: { properties: { email: address, notes: note ?? 'Suppressed' } },
          answer: null,
        });
        return { outcome: 'changed' };
      }),
    remove: (scope, refs) =>
      oneByOne(refs, async (ref): Promise<Outcome> => {
        const id = ref.id ?? (await find(scope, ref.address))[0]?.id;
        if (id === undefined) return { outcome: 'unchanged' };
        return removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: addressPath(at, scope ?? '', id),
            query: { 'api-version': API_VERSION },
            removes: id,
            answer: null,
          }),
        );
      }),
  };
}

/** The caller chooses the id of an entry: one that is made from the address adds it once only. */
function idOf(address: string): string {
  const hex = createHash('sha256').update(address.toLowerCase()).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
