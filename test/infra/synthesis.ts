/** Synthesises the stack as `cdk deploy` does, in a folder of its own, without an account. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as v from 'valibot';
import { afterAll } from 'vitest';
import { buildHandlers } from '../../infra/build/handlers.ts';
import { acknowledgementsOf } from '../../infra/nag.ts';
import type { BounceLedgerProps } from '../../infra/props.ts';
import { BounceLedgerStack } from '../../infra/stack.ts';
import { defineLedger, type LedgerConfig } from '../../shared/config/define.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';

const root = join(import.meta.dirname, '..', '..');
const cdkJson = v.parse(
  v.object({ context: v.record(v.string(), v.unknown()) }),
  JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')),
);

const resourceShape = v.object({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
  DependsOn: v.optional(v.array(v.string()), []),
  DeletionPolicy: v.optional(v.string()),
});
export type Resource = v.InferOutput<typeof resourceShape> & { readonly id: string };

const templateShape = v.object({
  Resources: v.record(v.string(), resourceShape),
  Outputs: v.record(v.string(), v.object({ Value: v.unknown(), Description: v.optional(v.string()) })),
});

export interface Synthesis {
  /** Where the template and its assets are. */
  readonly folder: string;
  readonly template: Template;
  readonly outputs: v.InferOutput<typeof templateShape>['Outputs'];
  /** The resources of a type, by what their logical id begins with; every one when nothing is given. */
  all(type: string, prefix?: string): readonly Resource[];
  /** The one resource of a type that `all` finds. */
  one(type: string, prefix?: string): Resource;
}

export const threeSources: LedgerConfig = {
  sources: {
    ses: 'ses',
    sendgrid: { provider: 'sendgrid', ratePerSecond: 200 },
    'socket-labs': 'socketlabs',
  },
};

export interface SynthesisOptions extends Partial<Omit<BounceLedgerProps, 'settings'>> {
  readonly config?: LedgerConfig;
  /** Bundling takes most of the time; only what looks at the code needs it. */
  readonly bundled?: boolean;
  /** What else is in the stack. */
  readonly beside?: (stack: BounceLedgerStack) => void;
  /** False leaves cdk-nag out. */
  readonly checked?: boolean;
}

buildHandlers();

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** @throws Error when cdk-nag finds what is not acknowledged. */
export function synthesise(options: SynthesisOptions = {}): Synthesis {
  const { config = threeSources, bundled = false, checked = true, beside, ...props } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-synthesis-'));
  folders.push(folder);
  const app = new App({
    outdir: folder,
    context: { ...cdkJson.context, ...(!bundled && { 'aws:cdk:bundling-stacks': [] }) },
  });
  const stack = new BounceLedgerStack(app, 'BounceLedger', {
    settings: resolveSettings(defineLedger(config)),
    ...props,
  });
  beside?.(stack);
  if (checked) {
    for (const { construct, id, reason } of acknowledgementsOf(app)) {
      Validations.of(construct).acknowledge({ id, reason });
    }
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  app.synth();

  const text: unknown = JSON.parse(readFileSync(join(folder, 'BounceLedger.template.json'), 'utf8'));
  const { Resources, Outputs } = v.parse(templateShape, text);
  const resources = Object.entries(Resources).map(([id, resource]): Resource => ({ id, ...resource }));
  const all: Synthesis['all'] = (type, prefix = '') =>
    resources.filter((resource) => resource.Type === type && resource.id.startsWith(prefix));
  return {
    folder,
    template: Template.fromJSON(v.parse(v.record(v.string(), v.unknown()), text)),
    outputs: Outputs,
    all,
    one(type, prefix) {
      const [found, ...more] = all(type, prefix);
      if (found && more.length === 0) return found;
      throw new Error(`${more.length + (found ? 1 : 0)} resources are ${type} ${prefix ?? ''}.`);
    },
  };
}
