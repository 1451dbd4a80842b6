/**
 * Every request that a client makes, every answer that its fake gives, and the reading of every example in the ESP's
 * document, held against that document. Skipped where the documents are not at hand.
 */
import type { Document } from 'openapi-backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EspApiError } from '../../../shared/esp-api/errors.ts';
import { type FakeEsp, openFake, type StartFake } from '../fake-esp.ts';
import { type FakeRequest, type FakeServer, startFakeServer } from '../fake-server.ts';
import { startAhasend } from '../fakes/ahasend.ts';
import { startBrevo } from '../fakes/brevo.ts';
import { startInfobip } from '../fakes/infobip.ts';
import { startMailgun } from '../fakes/mailgun.ts';
import { startMailjet } from '../fakes/mailjet.ts';
import { startMailtrap } from '../fakes/mailtrap.ts';
import { startMandrill } from '../fakes/mandrill.ts';
import { startResend } from '../fakes/resend.ts';
import { startScaleway } from '../fakes/scaleway.ts';
import { startSendgrid } from '../fakes/sendgrid.ts';
import { startSendpulse } from '../fakes/sendpulse.ts';
import { startLoops } from '../fakes/small.ts';
import { startSmtp2go } from '../fakes/smtp2go.ts';
import { SOURCE_URL } from '../fixture.ts';
import { DocumentCheck } from './check.ts';
import { documentsFolder, readDocument } from './documents.ts';
import { exercise } from './exercise.ts';

interface Case {
  readonly name: string;
  readonly start: StartFake;
  readonly files: readonly string[];
  /** The part of a path that the document leaves to its server. */
  readonly apiRoot?: string;
  readonly isUsed: (path: string) => boolean;
  /** Repairs faults of the document that are known. */
  readonly patch?: (document: Document) => void;
  /** Calls that the document does not have, with the page that does. */
  readonly undocumented?: readonly RegExp[];
  /** Faults that are the document's own. */
  readonly isDocumentFault?: (fault: string) => boolean;
}

type Json = Record<string, unknown>;

function eachOperation(document: Document, change: (operation: Json, id: string) => void): void {
  for (const item of Object.values((document.paths ?? {}) as Json)) {
    for (const operation of Object.values(item as Json)) {
      const id = (operation as Json).operationId;
      if (typeof id === 'string') change(operation as Json, id);
    }
  }
}

const cases: readonly Case[] = [
  {
    name: 'sendgrid',
    start: startSendgrid,
    files: ['sendgrid-webhooks.json', 'sendgrid-suppressions.json', 'sendgrid-mail-settings.json'],
    isUsed: (path) => /webhooks\/event|suppression|bounce_purge|address_whitelist/.test(path),
    undocumented: [/^\/v3\/scopes$/, /^\/v3\/tracking_settings/],
    // The document says that the answer for an absent address has an address.
    isDocumentFault: (fault) => fault.includes('suppressions/global/{email} 200'),
  },
  {
    name: 'mailgun',
    start: () => startMailgun(),
    files: ['mailgun.yaml'],
    isUsed: (path) =>
      /webhooks|bounces|complaints|unsubscribes|whitelists|http_signing_key|^\/v4\/domains$/.test(path),
    patch: (document) =>
      // Required in the document, optional in the API.
      eachOperation(document, (operation, id) => {
        for (const parameter of (operation.parameters ?? []) as Json[]) {
          if (parameter.in === 'query') parameter.required = false;
        }
        if (/^POST .*(bounces|complaints|unsubscribes)$/.test(id)) delete operation.requestBody;
      }),
    undocumented: [/^\/v1\/webhooks/],
    // A time is an object in the document and a text in its examples; the address comes from its link to the next page;
    // a field that is to be repeated is a text; of a domain more is required than the example has.
    isDocumentFault: (fault) =>
      /created_at must be object|"address"}|parameter address|event_types must be string|v4\/domains 200: \/items/.test(
        fault,
      ),
  },
  {
    name: 'mailjet',
    start: startMailjet,
    files: ['mailjet.yaml'],
    isUsed: (path) => /eventcallbackurl|\/contact(\/|$)/.test(path),
    // Paths with an id lack PUT and DELETE, and an address may stand in place of the id.
    isDocumentFault: (fault) => /^(DELETE|PUT) \/v3\/REST\/(eventcallbackurl|contact)\//.test(fault),
  },
  {
    name: 'mandrill',
    start: startMandrill,
    files: ['mandrill-extract.json'],
    apiRoot: '/api/1.4',
    isUsed: (path) => /webhooks|rejects|exports/.test(path),
    // A custom entry has no end, which the document does not provide for.
    isDocumentFault: (fault) => fault.endsWith('/expires_at must be string'),
  },
  {
    name: 'brevo',
    start: startBrevo,
    files: ['brevo.yaml'],
    isUsed: (path) => /\/webhooks|blockedContacts/.test(path),
  },
  {
    name: 'resend',
    start: startResend,
    files: ['resend.json'],
    isUsed: (path) => /webhooks|suppressions/.test(path),
  },
  {
    name: 'mailtrap',
    start: startMailtrap,
    files: ['mailtrap-email-sending.yml'],
    isUsed: (path) => /webhooks|suppressions/.test(path),
  },
  {
    name: 'smtp2go',
    start: startSmtp2go,
    files: ['smtp2go.yml'],
    apiRoot: '/v3',
    isUsed: (path) => /webhook|suppression/.test(path),
    // To view webhooks needs no URL, and gives a list where an account has several.
    isDocumentFault: (fault) => fault.startsWith('POST /webhook/view'),
  },
  {
    name: 'ahasend',
    start: startAhasend,
    files: ['ahasend.yaml'],
    isUsed: (path) => /webhooks|suppressions/.test(path),
  },
  {
    name: 'scaleway',
    start: startScaleway,
    files: ['scaleway-tem.yml'],
    isUsed: (path) => /webhooks|blocklists/.test(path),
  },
  {
    name: 'infobip',
    start: startInfobip,
    files: ['infobip-email.json'],
    isUsed: (path) => path.includes('suppressions'),
  },
  {
    name: 'loops',
    start: startLoops,
    files: ['loops.yaml'],
    apiRoot: '/api',
    isUsed: (path) => /suppression|api-key$/.test(path),
  },
  {
    name: 'sendpulse',
    start: startSendpulse,
    files: ['sendpulse-smtp.yml', 'sendpulse-bulk-email.yml'],
    isUsed: (path) => /unsubscribe|email-service\/webhook/.test(path),
    undocumented: [/^\/oauth\/access_token$/],
  },
];

describe.skipIf(documentsFolder === null)(
  "conformance with the ESPs' documents (skipped without ESP_OPENAPI_DIR)",
  () => {
    describe.each(cases)('$name', (one) => {
      let checks: readonly DocumentCheck[];
      let fake: FakeEsp;

      beforeAll(async () => {
        const made: DocumentCheck[] = [];
        for (const file of one.files) {
          const document = readDocument(file, one.isUsed);
          one.patch?.(document);
          made.push(await DocumentCheck.of(document, one.apiRoot));
        }
        checks = made;
        fake = await one.start();
        await exercise(fake, SOURCE_URL);
      });
      afterAll(() => fake.server.stop());

      const checkOf = (request: FakeRequest) =>
        checks.find((check) => check.operationOf(request) !== undefined);
      const isUndocumented = ({ path }: FakeRequest) =>
        one.undocumented?.some((pattern) => pattern.test(path)) ?? false;

      it('sends only requests that the document allows', () => {
        const sent = fake.server.exchanges
          .map(({ request }) => request)
          .filter((request) => !isUndocumented(request));
        expect(sent.length).toBeGreaterThan(4);
        const faults = sent.flatMap(
          (request) =>
            checkOf(request)?.requestFaults(request) ?? [
              `${request.method} ${request.path} is not documented`,
            ],
        );
        expect([...new Set(faults)].filter((fault) => !one.isDocumentFault?.(fault))).toEqual([]);
      });

      it('is tested against a fake that answers as the document says', () => {
        const faults = fake.server.exchanges.flatMap(
          (exchange) => checkOf(exchange.request)?.answerFaults(exchange) ?? [],
        );
        expect([...new Set(faults)].filter((fault) => !one.isDocumentFault?.(fault))).toEqual([]);
      });

      it("reads the document's own examples", async () => {
        const mock = await startExampleServer(checks);
        try {
          const api = await openFake({ ...fake, server: mock });
          const { suppressions, webhooks, capabilities } = api;
          const reads: [string, () => Promise<unknown>][] = [['webhooks', async () => webhooks?.list()]];
          const lists = capabilities.suppressions.supported ? capabilities.suppressions.lists : [];
          for (const { name, read } of lists) {
            if (read === 'whole') reads.push([name, async () => suppressions?.page(name)]);
          }
          reads.push(['get', async () => suppressions?.get('ann@example.com')]);
          const failures: string[] = [];
          for (const [name, read] of reads) {
            await read().catch((error: unknown) => {
              const isReading = error instanceof EspApiError && /unexpected|not JSON/.test(error.message);
              if (!(error instanceof EspApiError) || isReading) failures.push(`${name}: ${error}`);
            });
          }
          expect(failures).toEqual([]);
          expect(mock.exchanges.length).toBeGreaterThan(0);
        } finally {
          await mock.stop();
        }
      });
    });
  },
);

/** Answers each request with the example of its document. */
async function startExampleServer(checks: readonly DocumentCheck[]): Promise<FakeServer> {
  const answer = (request: FakeRequest) => {
    if (request.path === '/oauth/access_token')
      return { status: 200, json: { access_token: 'token', expires_in: 3_600 } };
    for (const check of checks) {
      const example = check.exampleOf(request);
      if (example !== null) return { status: example.status, json: example.body };
    }
    return { status: 404, json: { message: 'Not documented' } };
  };
  return startFakeServer({ authenticate: answer, routes: {} });
}
