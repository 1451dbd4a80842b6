import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { synthesise } from './synthesis.ts';

describe('the schemas of events in a registry of EventBridge', () => {
  test('are left out by default: not every region has registries', () => {
    expect(synthesise({ checked: false }).all('AWS::EventSchemas::Registry')).toEqual([]);
  });

  test('are one a type of event, in draft 4 of JSON Schema', () => {
    const stack = synthesise({ eventSchemas: true });
    expect(stack.one('AWS::EventSchemas::Registry').Properties).toMatchObject({
      RegistryName: 'BounceLedger',
    });
    const schemas = stack
      .all('AWS::EventSchemas::Schema')
      .map(({ Properties }) =>
        v.parse(v.object({ SchemaName: v.string(), Type: v.string(), Content: v.string() }), Properties),
      );
    expect(schemas.map(({ SchemaName, Type }) => [SchemaName, Type])).toEqual([
      ['bounce-ledger@address.suppressed', 'JSONSchemaDraft4'],
      ['bounce-ledger@address.released', 'JSONSchemaDraft4'],
      ['bounce-ledger@incident.opened', 'JSONSchemaDraft4'],
    ]);
    for (const { Content } of schemas) {
      expect(JSON.parse(Content)).toMatchObject({
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: { source: { enum: ['bounce-ledger'] } },
      });
      expect(Content).not.toContain('"const"');
    }
  });
});
