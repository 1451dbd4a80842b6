/** The code of each function: its prebuilt handler with the settings of one ledger. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** The functions, named as their folders under `functions/`. */
export const functionNames = [
  'webhook',
  'processor',
  'query',
  'manage',
  'publisher',
  'statistics',
  'doctor',
  'sync',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** The functions that classify: the compiled rules lie beside their code. */
export const classifyingFunctions: ReadonlySet<FunctionName> = new Set(['processor', 'query']);

/** In the published package under `dist/`, in a clone in its cache. */
const folders = ['../../handlers/', '../.cache/handlers/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/**
 * The folder of a function's prebuilt handler.
 *
 * @throws Error when the handlers of a clone have not been built
 */
export function handlerFolder(name: FunctionName): string {
  const folder = folders.map((handlers) => join(handlers, name)).find(existsSync);
  if (folder !== undefined) return folder;
  throw new Error('The function handlers are not built. Run: npm run build:handlers');
}

/**
 * A function's code as an asset: the prebuilt handler and `ledger.json`, the settings it runs with. Its hash depends
 * on the content alone; neither esbuild nor Docker is needed.
 */
export function functionCode(name: FunctionName, settings: LedgerSettings): Code {
  const handler = handlerFolder(name);
  const text = JSON.stringify(settings);
  return Code.fromAsset(handler, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      outputType: BundlingOutput.NOT_ARCHIVED,
      // Two ledgers of one app share a handler, not its settings: this keeps their assets apart.
      environment: { LEDGER: createHash('sha256').update(text).digest('hex') },
      local: {
        tryBundle(folder) {
          cpSync(handler, folder, { recursive: true });
          writeFileSync(join(folder, 'ledger.json'), text);
          return true;
        },
      },
    },
  });
}
