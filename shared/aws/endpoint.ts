/** Endpoints of AWS's services in every partition, from the SDK's own partition data. */
import { partition } from '@aws-sdk/core/client';

/** The services that are called without a client of the SDK. */
export type AwsService = 'sqs' | 's3' | 'ssm' | 'events' | 'dynamodb' | 'cloudformation' | 'execute-api';

/** Which kind of endpoint; the SDKs read the same choices from `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`. */
export interface EndpointVariant {
  /** @default false */
  readonly fips?: boolean;
  /** IPv4 and IPv6. @default false */
  readonly dualStack?: boolean;
}

/** Services whose standard endpoints in AWS GovCloud (US) are the FIPS ones. */
const GOVCLOUD_FIPS: ReadonlySet<AwsService> = new Set([
  'sqs',
  'ssm',
  'events',
  'dynamodb',
  'cloudformation',
]);

/**
 * The base URL of a service, without a slash at its end.
 *
 * @param region - `eu-central-1`, `cn-north-1`, `us-gov-west-1`, `eusc-de-east-1`, ...
 * @example
 * awsEndpoint('sqs', 'eusc-de-east-1'); // https://sqs.eusc-de-east-1.amazonaws.eu
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function awsEndpoint(
  service: AwsService,
  region: string,
  { fips = false, dualStack = false }: EndpointVariant = {},
): string {
  const { name, dnsSuffix, dualStackDnsSuffix } = partition(region);
  // In GovCloud, EventBridge's dual-stack endpoint is the FIPS one as well.
  const isFipsAlready =
    name === 'aws-us-gov' && GOVCLOUD_FIPS.has(service) && (!dualStack || service === 'events');
  const host = fips && !isFipsAlready ? `${service}-fips` : service;
  // S3 had dual-stack endpoints before there was a domain for them.
  if (dualStack && service === 's3') return `https://${host}.dualstack.${region}.${dnsSuffix}`;
  return `https://${host}.${region}.${dualStack ? dualStackDnsSuffix : dnsSuffix}`;
}
