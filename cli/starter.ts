/** The files that `init` writes. */
import type { ProviderName } from '../shared/providers/registry.ts';

export interface StarterSource {
  readonly name: string;
  readonly provider: ProviderName;
  /** `*` is every list. */
  readonly list: string;
}

/** `ledger.config.ts`. */
export function configurationSource(sources: readonly StarterSource[]): string {
  const entries = sources.map(({ name, provider, list }) => {
    const key = /^[a-z][a-z0-9]*$/.test(name) ? name : `'${name}'`;
    return list === '*'
      ? `    ${key}: '${provider}',`
      : `    ${key}: { provider: '${provider}', list: '${list}' },`;
  });
  const lists = [...new Set(sources.map(({ list }) => list))].filter((list) => list !== '*');
  const listEntries = lists.map((list) => `    ${/^[a-z][a-z0-9]*$/.test(list) ? list : `'${list}'`}: {},`);
  return `import { defineLedger } from 'bounce-ledger/config';

export default defineLedger({
  // The webhooks, by name. A provider's name alone is short for { provider: name }.
  sources: {
${entries.join('\n')}
  },${
    lists.length === 0
      ? ''
      : `
  lists: {
${listEntries.join('\n')}
  },`
  }
});
`;
}

/** A CDK app with one stack that holds one ledger, for an ECMAScript or a CommonJS package. */
export function appSource(stack: string, isModule: boolean): string {
  const folder = isModule ? 'import.meta.dirname' : '__dirname';
  return `import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { BounceLedger, loadSettings } from 'bounce-ledger';

const app = new App();
const stack = new Stack(app, '${stack}');

new BounceLedger(stack, 'Ledger', {
  settings: loadSettings(join(${folder}, 'ledger.config.ts')),
  // alarms: { emails: ['you@example.com'] },
});
`;
}

/** `cdk.json` of that app. */
export function cdkJsonSource(): string {
  return `${JSON.stringify({ app: 'npx tsx app.ts', output: 'cdk.out' }, null, 2)}\n`;
}
