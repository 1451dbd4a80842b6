/** What a route is: its contract, from which OpenAPI, the gateway's routes and clients' types are made, and its handler. */
import type * as v from 'valibot';
import { type LedgerAddress, toLedgerAddress } from '../address/address.ts';
import type { Classifier } from '../classifier/classifier.ts';
import type { LedgerSettings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StatisticsStore } from '../store/statistics-store.ts';
import { type AccessLevel, checkAccess } from './access.ts';
import type { Audit } from './audit.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { readBody, readQuery, readStatement } from './input.ts';
import { ApiError, type ProblemName } from './problem.ts';
import { noParameters } from './schema.ts';

/** What the API is made from. */
export interface ApiDeps {
  readonly ledger: Ledger;
  readonly statistics: StatisticsStore;
  /** Made on the first request that needs it, so that a look-up's cold start does not pay for it. */
  readonly classifier: () => Promise<Classifier>;
  readonly settings: LedgerSettings;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly audit: Audit;
  /** The API's OpenAPI document, JSON text, as it was generated at build. */
  readonly openApi: () => Promise<string>;
  /** The keys of unsubscribe URLs, newest first; none where the stack has none. */
  readonly signingKeys: () => Promise<readonly string[]>;
  /** Called with the name of an error that made a response a 503, for the operator's log. */
  readonly onError?: (error: string) => void;
}

/** A schema with the name that OpenAPI gives it under `components`. */
export interface NamedSchema<Schema extends v.GenericSchema = v.GenericSchema> {
  readonly name: string;
  readonly schema: Schema;
}

/** The response of success, always 200. */
export interface ResponseContract {
  readonly description: string;
  /** The JSON document; null where the response is described by `mediaType` alone. */
  readonly document: NamedSchema | null;
  /** @default 'application/json' */
  readonly mediaType?: string;
  /** Whether it carries the record's revision as `ETag`. */
  readonly etag?: true;
}

/** A parameter in the path. */
export interface PathParameter {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the decoded value. */
  readonly schema: Readonly<Record<string, unknown>>;
}

type Entries = v.ObjectEntries;
/** Named members, all others refused. */
export type Members = v.StrictObjectSchema<Entries, undefined>;

/** Everything about a route but its handler: one row of the table. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As API Gateway writes it; `{name+}` is the rest of the path, slashes included. */
  readonly path: string;
  /** What the caller must be allowed; `public` has no authorizer in front of it. */
  readonly access: AccessLevel | 'public';
  /** OpenAPI's `operationId`. */
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** More, in Markdown. */
  readonly description?: string;
  readonly parameter?: PathParameter;
  /** @default no parameters */
  readonly query?: Members;
  readonly body?: NamedSchema<Members>;
  /** Members that may come in the query or in a JSON body; `in` is where OpenAPI describes them. */
  readonly statement?: NamedSchema<Members> & { readonly in: 'query' | 'body' };
  /** Whether `If-Match` is heeded. */
  readonly ifMatch?: true;
  readonly response: ResponseContract;
  /** Whether parameters in the query are ignored: links in mails have some appended on the way. */
  readonly ignoresQuery?: true;
  /** Those of this route alone: what every route with a body, a query or a statement may answer is added. */
  readonly problems: readonly ProblemName[];
}

type Output<
  Contract extends RouteContract,
  Part extends 'query' | 'body' | 'statement',
> = Contract[Part] extends v.GenericSchema
  ? v.InferOutput<Contract[Part]>
  : Contract[Part] extends NamedSchema
    ? v.InferOutput<Contract[Part]['schema']>
    : undefined;

/** What a handler gets: the parts of the request in the shapes of the contract. */
export interface RouteInput<Contract extends RouteContract> {
  /** The parameter in the path, decoded; empty where there is none. */
  readonly parameter: string;
  readonly query: Output<Contract, 'query'>;
  readonly body: Output<Contract, 'body'>;
  readonly statement: Output<Contract, 'statement'>;
  readonly request: ApiRequest;
}

/** A route of the query API. */
export interface Route extends RouteContract {
  /** @throws ApiError */
  readonly handle: (deps: ApiDeps, request: ApiRequest) => Promise<ApiResponse>;
}

/**
 * A route from its contract and its handler. The caller's scopes and the request are checked against the contract
 * before the handler is called.
 *
 * @example
 * export const getStorm = defineRoute(
 *   { method: 'GET', path: '/v1/storms/{domain}', access: 'read', id: 'getStorm', ... },
 *   async ({ ledger }, { parameter }) => json(200, stormDocument(await ledger.storm(parameter))),
 * );
 */
export function defineRoute<const Contract extends RouteContract>(
  contract: Contract,
  handle: (deps: ApiDeps, input: RouteInput<Contract>) => Promise<ApiResponse>,
): Contract & Route {
  const { access, parameter, query = noParameters, body, statement } = contract;
  return {
    ...contract,
    handle: async (deps, request) => {
      checkAccess(access, deps.settings.api, request);
      const input = {
        parameter: parameter === undefined ? '' : (request.parameters[parameter.name] ?? ''),
        query: statement === undefined && !contract.ignoresQuery ? readQuery(request, query) : undefined,
        body: body === undefined ? undefined : readBody(request, body.schema),
        statement: statement === undefined ? undefined : readStatement(request, statement.schema),
        request,
      };
      // The schemas that were read with are those that the types were inferred from.
      return handle(deps, input as RouteInput<Contract>);
    },
  };
}

/** RFC 5322's dot-atoms and a domain of letters, digits and hyphens: what an address nearly always is. */
const ADDRESS =
  "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

/** The address in a path. */
export const addressParameter = {
  name: 'address',
  description:
    'An e-mail address, percent-encoded: `ann%40example.com`. Quoted local parts, internationalised addresses, and a display name with angle brackets are read as well.',
  schema: { type: 'string', pattern: ADDRESS, maxLength: 254 },
} as const satisfies PathParameter;

/** The ledger's form of the address in a path. @throws ApiError */
export function addressIn(settings: LedgerSettings, parameter: string): LedgerAddress {
  const address = toLedgerAddress(parameter, settings.addresses);
  if (address !== null) return address;
  throw new ApiError('invalid-address', 'Give one address, percent-encoded: ann%40example.com.');
}
