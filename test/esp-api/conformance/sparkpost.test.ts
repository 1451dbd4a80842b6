/** SparkPost's documents are API Blueprints: field names and examples of answers are read from their text. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchStatus, webhookDetails, webhookList } from '../../../shared/providers/sparkpost/api.ts';
import { suppressionPage } from '../../../shared/providers/sparkpost/api-suppressions.ts';
import type { FakeRequest } from '../fake-server.ts';
import { type FakeSparkpost, startSparkpost } from '../fakes/sparkpost.ts';
import { SOURCE_URL_WITH_SECRET } from '../fixture.ts';
import { documentsFolder, readDocumentText } from './documents.ts';
import { exercise } from './exercise.ts';

interface Section {
  readonly method: string;
  readonly path: RegExp;
  readonly text: string;
  readonly query: ReadonlySet<string>;
}

/** A section is headed by `### Title [METHOD /path{?query}]`. */
function sectionsOf(file: string): Section[] {
  const text = readDocumentText(file);
  const headings = [...text.matchAll(/^#{2,3} .*\[(GET|POST|PUT|DELETE) ([^\]]+)\]\s*$/gm)];
  return headings.map((heading, index) => {
    const [, method = '', template = ''] = heading;
    const [path = '', query = ''] = template.split('{?');
    const pattern = path.replace(/\{[^}]+\}/g, '[^/]+').replace(/\/$/, '/?');
    return {
      method,
      path: new RegExp(`^/api${pattern}$`),
      text: text.slice(heading.index, headings[index + 1]?.index),
      query: new Set(query.replace('}', '').split(',')),
    };
  });
}

/** The JSON of the answers with status 200: blocks that are indented below `+ Response 200`. */
function examplesOf({ text }: Section): unknown[] {
  return text
    .split(/^\+ Response /m)
    .slice(1)
    .filter((part) => part.startsWith('200'))
    .flatMap((part) => {
      const block = part
        .slice(part.indexOf('\n') + 1)
        .replace(/^\s*\+ Body\s*$/m, '')
        .match(/^\s+[[{][\s\S]*/)?.[0];
      const body = block?.split(/\n(?=\S)/)[0];
      return body === undefined ? [] : [JSON.parse(body)];
    });
}

describe.skipIf(documentsFolder === null)(
  'SparkPost: conformance with its documents (skipped without ESP_OPENAPI_DIR)',
  () => {
    let sections: Section[];
    let fake: FakeSparkpost;
    beforeAll(async () => {
      sections = [...sectionsOf('sparkpost-webhooks.apib'), ...sectionsOf('sparkpost-suppression-list.apib')];
      fake = await startSparkpost();
      await exercise(fake, SOURCE_URL_WITH_SECRET);
    });
    afterAll(() => fake.server.stop());

    const sectionOf = ({ method, path }: FakeRequest) =>
      sections.find((section) => section.method === method && section.path.test(path));

    it('sends only calls, query parameters and fields that the documents name', () => {
      const faults = fake.server.exchanges.flatMap(({ request }) => {
        const section = sectionOf(request);
        if (section === undefined) return [`${request.method} ${request.path} is not documented`];
        const isNamed = (name: string) =>
          section.query.has(name) || new RegExp(`\\+ \`?${name}\`?\\b`).test(section.text);
        const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
        return [...request.query.keys(), ...fieldsOf(body)]
          .filter((name) => name !== 'msys' && !isNamed(name))
          .map((name) => `${request.method} ${request.path}: ${name} is not documented`);
      });
      expect([...new Set(faults)]).toEqual([]);
      expect(fake.server.exchanges.length).toBeGreaterThan(10);
    });

    it.each([
      ['GET', '/api/v1/webhooks', webhookList],
      ['GET', '/api/v1/webhooks/1', webhookDetails],
      ['GET', '/api/v1/webhooks/1/batch-status', batchStatus],
      ['GET', '/api/v1/suppression-list', suppressionPage],
      ['GET', '/api/v1/suppression-list/ann', suppressionPage],
    ] as const)('reads the examples of %s %s', (method, path, schema) => {
      const section = sections.find(
        (one) =>
          one.method === method &&
          one.path.test(path) &&
          !(path.endsWith('ann') && one.text.includes('summary')),
      );
      const examples = section === undefined ? [] : examplesOf(section);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(v.safeParse(schema, example).issues ?? []).toEqual([]);
    });
  },
);

function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]);
}
