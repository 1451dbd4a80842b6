/** A template as text that a reviewer compares: one block a resource, without what changes with every build. */
import * as v from 'valibot';
import { Document, visit } from 'yaml';

const templateShape = v.object({
  Resources: v.record(
    v.string(),
    v.looseObject({
      Type: v.string(),
      Properties: v.optional(v.record(v.string(), v.unknown()), {}),
    }),
  ),
  Outputs: v.optional(v.record(v.string(), v.object({ Value: v.unknown() })), {}),
});

/** What every build or release changes: the hash of a function's code, the version in the URL of the runbook. */
const BLANKED: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<hash>'],
  [/\/blob\/v\d+\.\d+\.\d+[^/]*\//g, '/blob/v<version>/'],
];

/** Metadata say where in the app a construct is, and which findings of cdk-nag do not apply. */
const LEFT_OUT = new Set(['Type', 'Properties', 'Metadata', 'DependsOn']);

/**
 * YAML, by type and logical id. References and `Fn::Join` are written as in `Fn::Sub`, so that an ARN is one line.
 *
 * @param template as CDK synthesises it
 */
export function templateText(template: unknown): string {
  const { Resources, Outputs } = v.parse(templateShape, template);
  const blocks = Object.entries(Resources)
    .map(([id, resource]) => ({ id, type: resource.Type.replace('AWS::', ''), resource }))
    .sort((one, other) => compare(one.type, other.type) || compare(one.id, other.id))
    .map(({ id, type, resource: { Properties, ...resource } }) => {
      const attributes = Object.entries(resource).filter(([name]) => !LEFT_OUT.has(name));
      return block(`${type} ${id}`, { ...Object.fromEntries(attributes), ...Properties });
    });
  const outputs = Object.entries(Outputs).map(([name, { Value }]) => [name, Value] as const);
  return [...blocks, block('Outputs', Object.fromEntries(outputs))].join('\n');
}

/** What fits within it stands in one line. */
const LINE_LENGTH = 100;

function block(title: string, content: unknown): string {
  const document = new Document({ [title]: simplified(content) }, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_, node, path) => {
      const isPart = path.length > 3;
      node.flow = isPart && JSON.stringify(node.toJSON()).length < LINE_LENGTH;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function simplified(value: unknown): unknown {
  if (typeof value === 'string')
    return BLANKED.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (Array.isArray(value)) return value.map(simplified);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return inText(name, argument);
  const entries = Object.entries(value).map(([key, inner]) => {
    const simple = simplified(inner);
    // A dashboard is JSON in a string: by its widgets it can be compared.
    return [key, key === 'DashboardBody' ? JSON.parse(String(simple)) : simple] as const;
  });
  return Object.fromEntries(entries);
}

function inText(name: string, argument: unknown): unknown {
  const parts = Array.isArray(argument) ? argument : [argument];
  if (name === 'Ref') return `\${${parts[0]}}`;
  if (name === 'Fn::GetAtt') return `\${${parts.join('.')}}`;
  if (name === 'Fn::Join') return [parts[1]].flat().map(simplified).join(String(parts[0]));
  return { [name]: simplified(argument) };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
