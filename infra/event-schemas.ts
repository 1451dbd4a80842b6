import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { eventJsonSchemas } from '../shared/events/json-schema.ts';
import { EVENT_SOURCE } from '../shared/events/ledger-event.ts';

/** The schemas of the bus's events in a registry of EventBridge, from which IDEs generate code bindings. */
export class EventSchemas extends Construct {
  constructor(scope: Construct, id: string, { ledgerName }: { readonly ledgerName: string }) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      registryName: ledgerName,
      description: 'Events of the bounce ledger',
    });
    for (const [type, schema] of eventJsonSchemas('draft-07')) {
      new CfnSchema(this, type.replace('.', '-'), {
        registryName: registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${type}`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(toDraft4(schema)),
      });
    }
  }
}

/** Draft 4 has no `const`; the events use nothing else that came later. */
function toDraft4(schema: object): object {
  const text = JSON.stringify({ ...schema, $schema: 'http://json-schema.org/draft-04/schema#' });
  return JSON.parse(text, (_, value) => {
    if (typeof value !== 'object' || value === null || !('const' in value)) return value;
    const { const: only, ...rest } = value;
    return { ...rest, enum: [only] };
  });
}
