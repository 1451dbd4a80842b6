/** Absolute addresses of the documentation, for alarm descriptions and outputs that are read outside the package. */
import manifest from '../package.json' with { type: 'json' };

const { homepage, version } = manifest;
const repository = homepage.replace(/#.*$/, '');

/** The runbook of this release. */
export const RUNBOOK_URL = `${repository}/blob/v${version}/docs/runbook.md`;
