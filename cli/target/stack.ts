/** A deployed stack: its outputs say where everything is, the environment's credentials say who asks. */
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
} from '@smithy/core/config';
import * as v from 'valibot';
import { type AwsConnection, AwsError, signedHeaders } from '../../shared/aws/connection.ts';
import { type HttpAnswer, send } from '../../shared/aws/http.ts';
import { readSourceSecrets } from '../../shared/aws/secrets.ts';
import { readStackOutputs } from '../../shared/aws/stacks.ts';
import { webhookUrl } from '../../shared/esp-api/desired-webhook.ts';
import { CommandError } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { CALL_TIMEOUT_MS, parseApiResponse, toRequest } from './api-response.ts';
import type { StackState } from './stack-state.ts';
import type { ApiRequest, Target, TargetChoice } from './target.ts';

const outputsShape = v.object({
  ApiUrl: v.string(),
  BucketName: v.string(),
  AuditBucketName: v.string(),
  QueueUrl: v.string(),
  DeadLetterQueueUrl: v.string(),
  TopicArn: v.string(),
  SecretsPrefix: v.string(),
});

export async function stackTarget(
  stack: string,
  { region, ledger, config }: Pick<TargetChoice, 'region' | 'ledger' | 'config'>,
): Promise<Target> {
  const connection = await connectionOf(region);
  const { outputs, prefix } = await outputsOf(connection, stack, ledger === 'Ledger' ? '' : ledger);
  const base = outputs.ApiUrl.replace(/\/+$/, '');
  let opened: Promise<StackState> | undefined;
  const state = () => {
    opened ??= import('./stack-state.ts').then(({ openStackState }) =>
      openStackState(connection, stack, prefix || 'Ledger'),
    );
    return opened;
  };
  const request = (made: ApiRequest): Promise<HttpAnswer> => sendSigned(connection, base, made);
  return {
    name: stack,
    option: [
      `--stack ${stack}`,
      ...(ledger === undefined ? [] : [`--ledger ${ledger}`]),
      ...(region === undefined ? [] : [`--region ${region}`]),
    ].join(' '),
    ask: async (call) => parseApiResponse(await request(toRequest(call)), base),
    request,
    sources: () =>
      Promise.all(
        loadConfiguration(config).sources.map(async ({ name, provider, list }) => {
          const known = await readSourceSecrets(connection, outputs.SecretsPrefix, name);
          const url = known && webhookUrl(base, name, known.urlKeys[0] ?? '');
          return { source: name, provider, list, url, secret: known?.secrets[0] ?? null };
        }),
      ),
    rejections: async () => (await state()).rejections(Date.now()),
    stackState: state,
    resources: async () => ({
      connection,
      apiUrl: base,
      bucket: outputs.BucketName,
      auditBucket: outputs.AuditBucketName,
      queueUrl: outputs.QueueUrl,
      deadLetterQueueUrl: outputs.DeadLetterQueueUrl,
      topicArn: outputs.TopicArn,
      secretsPrefix: outputs.SecretsPrefix,
    }),
  };
}

/**
 * Region, credentials and endpoints from the SDK's own chain: environment, shared configuration, SSO, containers.
 *
 * @throws CommandError where no region is set
 */
async function connectionOf(given: string | undefined): Promise<AwsConnection> {
  const region =
    given ??
    (await loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS)().catch(() => null));
  if (region === null) throw new CommandError('No region is set. Give --region, or set AWS_REGION.');
  const [fips, dualStack] = await Promise.all([
    loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS)(),
    loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS)(),
  ]);
  return {
    region,
    credentials: fromNodeProviderChain({ clientConfig: { region } }),
    endpoint: (service) =>
      process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL,
    variant: { fips: fips ?? false, dualStack: dualStack ?? false },
    timeout: 30_000,
  };
}

async function outputsOf(
  connection: AwsConnection,
  stack: string,
  ledger: string | undefined,
): Promise<{ readonly prefix: string; readonly outputs: v.InferOutput<typeof outputsShape> }> {
  const outputs = await readStackOutputs(connection, stack).catch((error: unknown) => {
    if (error instanceof AwsError && error.code === 'ValidationError') {
      throw new CommandError(`There is no stack ${stack} in ${connection.region}.`);
    }
    throw error;
  });
  const ledgers = [...outputs.keys()].flatMap((name) => /^(.*)ApiUrl$/.exec(name)?.[1] ?? []);
  const [prefix = '', ...others] = ledger === undefined ? ledgers : ledgers.filter((name) => name === ledger);
  if (others.length > 0) {
    const names = ledgers.map((name) => name || 'Ledger').join(', ');
    throw new CommandError(`Stack ${stack} has several ledgers: ${names}. Choose one: --ledger NAME.`);
  }
  const own = [...outputs].flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  const read = v.safeParse(outputsShape, Object.fromEntries(own));
  if (read.success) return { prefix, outputs: read.output };
  throw new CommandError(`Stack ${stack} is not a Bounce Ledger stack (outputs missing). Check --stack.`);
}

async function sendSigned(connection: AwsConnection, base: string, request: ApiRequest): Promise<HttpAnswer> {
  const { method, path, body } = request;
  const headers = await authenticatedHeaders(connection, base, request);
  try {
    return await send({
      method,
      url: new URL(base + path),
      headers,
      body: body ?? '',
      timeout: CALL_TIMEOUT_MS,
    });
  } catch {
    throw new CommandError(`Cannot connect to ${base}. Check the network, and the stack's output ApiUrl.`);
  }
}

/** Those of a token where the operator has one, else those of SigV4. */
async function authenticatedHeaders(
  connection: AwsConnection,
  base: string,
  { method, path, headers, body }: ApiRequest,
): Promise<Record<string, string>> {
  const token = process.env.LEDGER_TOKEN;
  if (token) return { authorization: `Bearer ${token}`, ...headers };
  const call = {
    service: 'execute-api',
    action: method,
    method,
    path: '',
    headers,
    ...(body !== null && { body: typeof body === 'string' ? body : Buffer.from(body) }),
  } as const;
  return signedHeaders(connection, call, new URL(base + path));
}
