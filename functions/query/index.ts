/** Answers look-ups, listings and statistics. Its role cannot write. */
import { readFile } from 'node:fs/promises';
import { readingLevels } from '../../shared/api/api.ts';
import { createApiHandler } from '../api-handler.ts';
import { connectionFromEnv, readSettings } from '../environment.ts';
import { countColdStart } from '../metrics.ts';

countColdStart();

export const handler = createApiHandler(connectionFromEnv(), readingLevels, {
  classifier: async () => {
    const { openBundledClassifier } = await import('../classifier.ts');
    return openBundledClassifier(readSettings());
  },
  openApi: () => readFile(new URL('./openapi.json', import.meta.url), 'utf8'),
});
