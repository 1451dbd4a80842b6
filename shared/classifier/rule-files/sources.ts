/** The shipped rule files as text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the shipped rules: in a clone, or in the published package, whose modules are bundled. */
export const RULES_FOLDER = rulesFolder();

function rulesFolder(): string {
  const folders = ['../rules/', '../../rules/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((folder) => existsSync(`${folder}precedence.yaml`)) ?? folders[0] ?? '';
}

/** Folders of rule files, in the order in which rules without a place in the precedence decide. */
const FOLDERS = ['receivers', 'causes', 'languages', 'words'] as const;

/** The text of a rule file. */
export interface RuleSource {
  /** Below the rules' folder, without extension: `causes/mailbox-full`, `precedence`. */
  readonly name: string;
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

/** The shipped rule files. */
export function readRuleSources(folder: string = RULES_FOLDER): readonly RuleSource[] {
  const names = FOLDERS.flatMap((below) =>
    readdirSync(`${folder}${below}`)
      .sort()
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${below}/${file.slice(0, -'.yaml'.length)}`),
  );
  return ['precedence', 'language-causes', ...names].map((name) => {
    const file = `${folder}${name}.yaml`;
    return { name, file, text: readFileSync(file, 'utf8') };
  });
}
