/** A folder that the CDK synthesised: the stack's template, and where each asset of it lies. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const assetsSchema = v.object({
  files: v.record(v.string(), v.object({ source: v.object({ path: v.string() }) })),
});

export interface Assembly {
  /** JSON text. */
  readonly template: string;
  /** The folder of the asset with that S3 key (`<hash>.zip`). @throws Error when there is none. */
  assetFolder(s3Key: string): string;
}

/** @throws Error when the folder holds no template, or more than one stack's. */
export function readAssembly(folder: string): Assembly {
  const templates = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
  const [name] = templates;
  if (name === undefined || templates.length > 1) {
    throw new Error(`${folder} holds ${templates.length} templates; this host runs one stack.`);
  }
  const { files } = v.parse(
    assetsSchema,
    JSON.parse(readFileSync(join(folder, name.replace('.template.json', '.assets.json')), 'utf8')),
  );
  return {
    template: readFileSync(join(folder, name), 'utf8'),
    assetFolder(s3Key) {
      const asset = files[s3Key.replace(/\.zip$/, '')];
      if (asset === undefined)
        throw new Error(`The template names the asset ${s3Key}, which was not synthesised.`);
      return join(folder, asset.source.path);
    },
  };
}
