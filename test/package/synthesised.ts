/** What the app with every property synthesises, in a form that is compared between machines and releases of CDK. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { templateText } from '../infra/template-text.ts';
import { assetsIn, templateIn, type Workbench } from './workbench.ts';

const STACKS = ['Plain', 'Full'] as const;

export interface Synthesised {
  /** Names of every asset. */
  readonly assets: readonly string[];
  readonly templates: readonly unknown[];
}

/**
 * Synthesises the app in a folder that has the package and CDK.
 * @param node folder of the Node to run under
 * @param command what runs a file under it
 */
export function synthesised(
  bench: Workbench,
  folder: string,
  node?: string,
  command: readonly string[] = ['node'],
): Synthesised {
  const app = join(folder, 'app.mjs');
  cpSync(join(import.meta.dirname, 'apps', 'every-prop.mjs'), app);
  const assembly = join(folder, `assembly-${Date.now()}`);
  const [program = '', ...args] = command;
  bench.run(program, [...args, app, assembly], { cwd: folder, ...(node !== undefined && { node }) });
  return { assets: assetsIn(assembly), templates: STACKS.map((stack) => templateIn(assembly, stack)) };
}

const resourceShape = v.looseObject({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
});
const templateShape = v.object({ Resources: v.record(v.string(), resourceShape) });
type Resource = v.InferOutput<typeof resourceShape>;

/**
 * The ledger's resources as text: what a release of CDK adds of its own, orders otherwise, describes or draws is left out.
 * Names of assets are kept, so that a function's code is compared, too.
 */
export function ledgerText(template: unknown): string {
  const { Resources } = v.parse(templateShape, template);
  const own = Object.entries(Resources)
    .filter(([id, { Type }]) => id.startsWith('Ledger') && Type !== 'AWS::CloudWatch::Dashboard')
    .map(([id, resource]) => [id, comparable(resource)] as const);
  const codes = own.flatMap(([id, { Properties }]) => {
    const code = v.safeParse(v.object({ Code: v.object({ S3Key: v.string() }) }), { Code: Properties.Code });
    return code.success ? [`${id}: ${code.output.Code.S3Key}`] : [];
  });
  return [templateText({ Resources: Object.fromEntries(own) }), ...codes].join('\n');
}

function comparable({ Type, Properties, ...attributes }: Resource): Resource {
  const { PolicyDocument, Description, Metrics, ...properties } = Properties;
  const document = v.safeParse(v.looseObject({ Statement: v.array(v.unknown()) }), PolicyDocument);
  return {
    ...attributes,
    Type,
    Properties: {
      ...properties,
      // The oldest release has no description of an event bus.
      ...(Type !== 'AWS::Events::EventBus' && { Description }),
      // The one metric of an alarm is what it returns, whether that is said or not.
      ...(Array.isArray(Metrics) && { Metrics: Metrics.map((one) => ({ ReturnData: true, ...one })) }),
      ...(document.success && {
        PolicyDocument: {
          ...document.output,
          Statement: document.output.Statement.map((one) => JSON.stringify(one)).sort(),
        },
      }),
    },
  };
}
