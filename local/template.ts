/**
 * Reads a synthesised CloudFormation template: its resources with every intrinsic function replaced by what it
 * stands for on this machine. Names and ARNs follow from logical ids alone, so no order of creation is needed.
 */
import { accountId, region } from './account.ts';
import { isJsonObject, type Json, parseJson } from './json.ts';

type Section = { readonly [id: string]: Json };

/** The sections of a template that this host reads. */
interface RawTemplate {
  readonly resources: ReadonlyMap<string, { readonly type: string; readonly properties: Json }>;
  readonly parameters: Section;
}

function parseTemplate(text: string): RawTemplate {
  const root = parseJson(text);
  const section = (name: string): Section => {
    const value = isJsonObject(root) ? root[name] : undefined;
    return isJsonObject(value) ? value : {};
  };
  const resources = Object.entries(section('Resources')).map(([id, resource]) => {
    if (!isJsonObject(resource) || typeof resource.Type !== 'string') {
      throw new Error(`The template's resource ${id} has no type.`);
    }
    return [id, { type: resource.Type, properties: resource.Properties ?? {} }] as const;
  });
  if (resources.length === 0)
    throw new Error('The template has no resources: it is not a CloudFormation template.');
  return { resources: new Map(resources), parameters: section('Parameters') };
}

/** Where the emulators listen, and what distinguishes this host's names from another's on a shared emulator. */
export interface LocalEndpoints {
  /** `http://127.0.0.1:N` of the SQS emulator: queue URLs begin with it. */
  readonly sqs: string;
  /** `http://127.0.0.1:N` of the HTTP API. */
  readonly api: string;
  /** Appended to table names; empty when the emulator is this host's alone. */
  readonly tableSuffix: string;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Json;
}

/** A template in which nothing is left to resolve. */
export interface Template {
  readonly resources: readonly Resource[];
  ofType(type: string): readonly Resource[];
  /** The name AWS would have made up or been given: of a table, queue, topic, bucket, function or event bus. */
  nameOf(id: string): string;
  arnOf(id: string): string;
}

/** @throws Error naming the part of the template that this host cannot read. */
export function readTemplate(text: string, endpoints: LocalEndpoints): Template {
  const raw = parseTemplate(text);
  const resolver = new Resolver(raw, endpoints);
  const resources = [...raw.resources].map(([id, { type, properties }]) => ({
    id,
    type,
    properties: resolver.resolve(properties),
  }));
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    nameOf: (id) => resolver.nameOf(id),
    arnOf: (id) => resolver.arnOf(id),
  };
}

const nameProperty: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SSM::Parameter': 'Name',
};

const arnPrefix: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${region}:${accountId}:table/`,
  'AWS::DynamoDB::GlobalTable': `arn:aws:dynamodb:${region}:${accountId}:table/`,
  'AWS::SQS::Queue': `arn:aws:sqs:${region}:${accountId}:`,
  'AWS::SNS::Topic': `arn:aws:sns:${region}:${accountId}:`,
  'AWS::S3::Bucket': 'arn:aws:s3:::',
  'AWS::Lambda::Function': `arn:aws:lambda:${region}:${accountId}:function:`,
  'AWS::Events::EventBus': `arn:aws:events:${region}:${accountId}:event-bus/`,
  'AWS::Logs::LogGroup': `arn:aws:logs:${region}:${accountId}:log-group:`,
};

const pseudoParameters: Readonly<Record<string, Json>> = {
  'AWS::Region': region,
  'AWS::AccountId': accountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'local',
  'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/local/local`,
};

class Resolver {
  readonly #template: RawTemplate;
  readonly #endpoints: LocalEndpoints;

  constructor(template: RawTemplate, endpoints: LocalEndpoints) {
    this.#template = template;
    this.#endpoints = endpoints;
  }

  resolve(value: Json): Json {
    if (Array.isArray(value)) return value.map((item: Json) => this.resolve(item));
    if (!isJsonObject(value)) return value;
    const intrinsic = this.#intrinsic(value);
    if (intrinsic !== undefined) return intrinsic;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  nameOf(id: string): string {
    const resource = this.#template.resources.get(id);
    if (resource === undefined) throw new Error(`The template refers to ${id}, which it does not define.`);
    const property = nameProperty[resource.type];
    const given =
      property !== undefined && isJsonObject(resource.properties) ? resource.properties[property] : undefined;
    const name = given === undefined ? id : String(this.resolve(given));
    if (resource.type === 'AWS::S3::Bucket') return name.toLowerCase().slice(0, 63);
    return arnPrefix[resource.type]?.includes(':dynamodb:') ? `${name}${this.#endpoints.tableSuffix}` : name;
  }

  arnOf(id: string): string {
    const type = this.#template.resources.get(id)?.type ?? '';
    return `${arnPrefix[type] ?? `arn:aws:local:${region}:${accountId}:`}${this.nameOf(id)}`;
  }

  #intrinsic(value: { readonly [key: string]: Json }): Json | undefined {
    const [name, ...others] = Object.keys(value);
    if (name === undefined || others.length > 0) return undefined;
    const argument = value[name] ?? null;
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(argument);
      case 'Fn::Join': {
        const [separator, parts] = this.#list(argument);
        return this.#list(parts ?? []).join(String(separator));
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::Select': {
        const [index, from] = this.#list(argument);
        return this.#list(from ?? [])[Number(index)] ?? null;
      }
      case 'Fn::Split': {
        const [separator, text] = this.#list(argument);
        return String(text).split(String(separator));
      }
      default:
        if (name.startsWith('Fn::'))
          throw new Error(`The template uses ${name}, which this host cannot resolve.`);
        return undefined;
    }
  }

  #list(value: Json): readonly Json[] {
    const resolved = this.resolve(value);
    return Array.isArray(resolved) ? resolved : [resolved];
  }

  #ref(name: string): Json {
    if (name in pseudoParameters) return pseudoParameters[name] ?? null;
    const parameter = this.#template.parameters[name];
    if (parameter !== undefined) return isJsonObject(parameter) ? (parameter.Default ?? '') : '';
    const type = this.#template.resources.get(name)?.type;
    if (type === 'AWS::SNS::Topic') return this.arnOf(name);
    if (type === 'AWS::SQS::Queue') return `${this.#endpoints.sqs}/${accountId}/${this.nameOf(name)}`;
    return this.nameOf(name);
  }

  #attribute(argument: Json): Json {
    const [id, attribute] =
      typeof argument === 'string' ? argument.split(/\.(.*)/s) : this.#list(argument).map(String);
    if (id === undefined || attribute === undefined) {
      throw new Error(`The template has a malformed Fn::GetAtt: ${JSON.stringify(argument)}.`);
    }
    const name = this.nameOf(id);
    switch (attribute) {
      case 'Arn':
      case 'TopicArn':
        return this.arnOf(id);
      case 'StreamArn':
        return `${this.arnOf(id)}/stream/local`;
      case 'QueueUrl':
        return this.#ref(id);
      case 'ApiEndpoint':
        return this.#endpoints.api;
      case 'Name':
      case 'QueueName':
      case 'TopicName':
      case 'FunctionName':
        return name;
      default:
        return `${name}.${attribute}`;
    }
  }

  #substitute(argument: Json): Json {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const own = isJsonObject(variables) ? variables[name] : undefined;
      if (own !== undefined) return String(this.resolve(own));
      return String(name.includes('.') ? this.#attribute(name) : this.#ref(name));
    });
  }
}
