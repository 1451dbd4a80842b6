/** What every function takes from its environment; a missing variable stops it at its start, by name. */
import { readFileSync } from 'node:fs';
import type { AwsConnection } from '../shared/aws/connection.ts';
import type { AwsService } from '../shared/aws/endpoint.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** @throws Error that names the variable. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
  return value;
}

/** The settings that synthesis wrote beside the bundle. */
export function readSettings(): LedgerSettings {
  return JSON.parse(readFileSync(new URL('./ledger.json', import.meta.url), 'utf8'));
}

const ENDPOINT_VARIABLES: Readonly<Record<AwsService, string>> = {
  sqs: 'AWS_ENDPOINT_URL_SQS',
  s3: 'AWS_ENDPOINT_URL_S3',
  ssm: 'AWS_ENDPOINT_URL_SSM',
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  cloudformation: 'AWS_ENDPOINT_URL_CLOUDFORMATION',
  'execute-api': 'AWS_ENDPOINT_URL_APIGATEWAY',
};

/** AWS in the name of the function's role: Lambda puts its credentials into the environment. */
export function connectionFromEnv(): AwsConnection {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  const credentials = Promise.resolve({
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken ? { sessionToken } : {}),
  });
  return {
    region: requireEnv('AWS_REGION'),
    credentials: () => credentials,
    endpoint: (service) => process.env[ENDPOINT_VARIABLES[service]],
    variant: {
      fips: process.env.AWS_USE_FIPS_ENDPOINT === 'true',
      dualStack: process.env.AWS_USE_DUALSTACK_ENDPOINT === 'true',
    },
  };
}
