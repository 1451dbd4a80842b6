import { Token } from 'aws-cdk-lib';
import type { BounceLedgerProps } from './props.ts';

/** Properties that contradict each other, or that AWS would reject at deployment. */
export class InvalidPropsError extends Error {
  override readonly name = 'InvalidPropsError';
}

/** API Gateway takes 300 routes an API; those of the query API and the catch-all come out of the same quota. */
const MAX_SOURCES = 250;
const MAX_BATCH_WITHOUT_WINDOW = 10;

/** @throws InvalidPropsError that names every contradiction with its remedy */
export function validateProps(props: BounceLedgerProps): void {
  const issues = [
    ...settingsIssues(props),
    ...concurrencyIssues(props),
    ...batchIssues(props),
    ...otherIssues(props),
  ];
  if (issues.length > 0) throw new InvalidPropsError(`BounceLedger: ${issues.join(' ')}`);
}

function* settingsIssues({ settings }: BounceLedgerProps): Generator<string> {
  const sources: unknown = settings?.sources;
  if (!Array.isArray(sources)) {
    yield '"settings" is not resolved. Pass loadSettings(file), or resolveSettings(defineLedger({...})).';
    return;
  }
  if (sources.length > MAX_SOURCES)
    yield `${sources.length} sources exceed the ${MAX_SOURCES} that one API has routes for. Use a second ledger.`;
}

function* concurrencyIssues({ concurrency }: BounceLedgerProps): Generator<string> {
  if (concurrency === undefined || concurrency === 'unreserved') return;
  if (typeof concurrency !== 'object') {
    yield `"concurrency" must be "unreserved" or { webhook, processor }, not ${JSON.stringify(concurrency)}.`;
    return;
  }
  if (concurrency.webhook !== undefined && !isWithin(concurrency.webhook, 0, 10_000))
    yield '"concurrency.webhook" must be a whole number from 0 to 10,000.';
  if (concurrency.processor !== undefined && !isWithin(concurrency.processor, 2, 1_000))
    yield '"concurrency.processor" must be a whole number from 2 to 1,000: SQS event sources take no other maximum.';
}

function* batchIssues({ batch }: BounceLedgerProps): Generator<string> {
  if (batch === undefined) return;
  if (!isWithin(batch.size, 1, 10_000)) yield '"batch.size" must be a whole number from 1 to 10,000.';
  if (!isWithin(batch.windowSeconds, 0, 300)) yield '"batch.windowSeconds" must be from 0 to 300.';
  if (batch.size > MAX_BATCH_WITHOUT_WINDOW && batch.windowSeconds === 0)
    yield '"batch.windowSeconds" must be at least 1 for more than 10 messages: Lambda rejects 0.';
}

function* otherIssues(props: BounceLedgerProps): Generator<string> {
  const { audit, memorySize, namePrefix, queryThrottle, table, settings, authorizer, publicUrl } = props;
  if (memorySize !== undefined && !isWithin(memorySize, 256, 10_240))
    yield '"memorySize" must be from 256 to 10,240 MB: below 256 a function starves of CPU.';
  if (
    namePrefix !== undefined &&
    !Token.isUnresolved(namePrefix) &&
    !/^[A-Za-z][A-Za-z0-9-]{0,39}$/.test(namePrefix)
  )
    yield '"namePrefix" must have at most 40 letters, digits and hyphens, and begin with a letter.';
  if (audit?.days !== undefined && !isWithin(audit.days, 1, 36_500))
    yield '"audit.days" must be a whole number from 1 to 36,500.';
  if (queryThrottle && (queryThrottle.rateLimit <= 0 || queryThrottle.burstLimit <= 0))
    yield '"queryThrottle" must have limits above 0.';
  if (table && table.tableStreamArn === undefined)
    yield '"table" has no known stream. Import it with Table.fromTableAttributes({ tableStreamArn, ... }).';
  if (
    publicUrl !== undefined &&
    !Token.isUnresolved(publicUrl) &&
    !/^https:\/\/[^/?#]+(\/[^?#]*[^/?#])?$/.test(publicUrl)
  )
    yield '"publicUrl" must be an https URL without a slash at its end: it is what stands before /v1/webhooks.';
  if (authorizer && settings?.api !== undefined && settings.api !== 'iam')
    yield '"authorizer" and "api: { jwt }" of the configuration contradict each other. Remove one.';
}

function isWithin(value: number, min: number, max: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= min && value <= max);
}
