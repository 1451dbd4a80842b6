/** A call of AWS that failed, in words that say what to do. */
import type { AwsError } from '../shared/aws/connection.ts';

/** Told by its name, so that a command that calls no AWS need not load what does. */
export function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && error.name === 'AwsError' && 'code' in error && 'status' in error;
}

const advices: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /^(Credentials|Token)Provider/,
    'No AWS credentials were found. Set AWS_PROFILE, or sign in with "aws sso login".',
  ],
  [
    /Expired|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch/,
    'AWS rejected these credentials. Sign in again, or set AWS_PROFILE.',
  ],
  [/AccessDenied|NotAuthorized|Forbidden/, 'Access denied. Check the IAM permissions of these credentials.'],
];

/** One line. */
export function describeAwsError({ code, status, message }: AwsError): string {
  const advice = advices.find(([codes]) => codes.test(code))?.[1];
  if (advice !== undefined) return `${advice} (${message})`;
  if (status > 0) return message;
  return `AWS, or the local host in its place, could not be reached. Check the network and the region. (${message})`;
}
