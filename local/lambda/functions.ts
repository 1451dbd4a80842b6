/** The template's functions, ready to be invoked. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { credentials, region } from '../account.ts';
import type { Assembly } from '../assembly.ts';
import type { Resource, Template } from '../template.ts';
import type { FunctionDefinition } from './definition.ts';
import { LambdaFunction } from './function.ts';

const functionSchema = v.object({
  Handler: v.string(),
  Code: v.object({ S3Key: v.string() }),
  Timeout: v.optional(v.number(), 3),
  MemorySize: v.optional(v.number(), 128),
  ReservedConcurrentExecutions: v.optional(v.number()),
  Environment: v.optional(v.object({ Variables: v.record(v.string(), v.string()) })),
});

/** More processes than cores only wait for each other. */
const INSTANCES = Math.max(2, availableParallelism());

/** Where the functions find AWS. */
export interface Endpoints {
  readonly dynamodb: string;
  /** SQS, SNS and S3. */
  readonly messaging: string;
  /** SSM and EventBridge. */
  readonly control: string;
  /** What stands in for `https://sns.<region>.amazonaws.com`. @default - `control` */
  readonly snsPages?: string;
}

export interface Functions {
  /** @throws Error when the template has no such function. */
  get(id: string): LambdaFunction;
  /** @throws Error when the template has no such function. */
  withArn(arn: string): LambdaFunction;
  readonly all: readonly LambdaFunction[];
  /** By which the template tells its functions where things are: each names one place, whatever the function. */
  readonly variables: ReadonlyMap<string, string>;
  stop(): void;
}

/** `logFolder`: what each function prints goes to `<its name>.log` there. */
export function createFunctions(
  template: Template,
  assembly: Assembly,
  endpoints: Endpoints,
  logFolder: string,
): Functions {
  mkdirSync(logFolder, { recursive: true });
  const variables = new Map<string, string>();
  const functions = new Map<string, LambdaFunction>();
  for (const resource of template.ofType('AWS::Lambda::Function')) {
    const properties = v.parse(functionSchema, resource.properties);
    for (const [name, value] of Object.entries(properties.Environment?.Variables ?? {}))
      variables.set(name, value);
    functions.set(
      resource.id,
      new LambdaFunction(definitionOf(template, resource, properties, assembly, endpoints, logFolder)),
    );
  }
  return {
    get(id) {
      const found = functions.get(id);
      if (found === undefined) throw new Error(`The template has no function ${id}.`);
      return found;
    },
    withArn(arn) {
      const found = [...functions.values()].find(({ definition }) => definition.arn === arn);
      if (found === undefined) throw new Error(`The template has no function ${arn}.`);
      return found;
    },
    all: [...functions.values()],
    variables,
    stop() {
      for (const one of functions.values()) {
        one.stop();
        closeSync(one.definition.log);
      }
    },
  };
}

function definitionOf(
  template: Template,
  { id }: Resource,
  properties: v.InferOutput<typeof functionSchema>,
  assembly: Assembly,
  endpoints: Endpoints,
  logFolder: string,
): FunctionDefinition {
  const name = template.nameOf(id);
  const taskRoot = assembly.assetFolder(properties.Code.S3Key);
  return {
    id,
    name,
    arn: template.arnOf(id),
    taskRoot,
    timeoutSeconds: properties.Timeout,
    instances: Math.min(properties.ReservedConcurrentExecutions ?? INSTANCES, INSTANCES),
    log: openSync(join(logFolder, `${name}.log`), 'a'),
    environment: {
      ...systemVariables(),
      ...properties.Environment?.Variables,
      ...lambdaVariables(name, properties.Handler, properties.MemorySize, taskRoot),
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SQS: endpoints.messaging,
      AWS_ENDPOINT_URL_SNS: endpoints.messaging,
      AWS_ENDPOINT_URL_S3: endpoints.messaging,
      AWS_ENDPOINT_URL_SSM: endpoints.control,
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.control,
      LOCAL_SNS_ENDPOINT: endpoints.snsPages ?? endpoints.control,
    },
  };
}

/**
 * What the operating system's own libraries want, and where stand-ins for the ESPs' APIs listen; nothing else of the
 * host's environment reaches a function.
 */
function systemVariables(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value && (kept.includes(name) || name.startsWith('BOUNCE_LEDGER_API_URL_')) ? [[name, value]] : [],
    ),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function lambdaVariables(
  name: string,
  handler: string,
  memory: number,
  taskRoot: string,
): Record<string, string> {
  return {
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    TZ: ':UTC',
  };
}
