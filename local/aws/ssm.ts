/** The part of SSM Parameter Store that the functions and the command line use. Values are kept as they are. */
import * as v from 'valibot';
import { accountId, region } from '../account.ts';
import { EmulatorError } from '../aws-call.ts';
import type { JsonStore } from '../data-folder.ts';

const storedSchema = v.record(
  v.string(),
  v.object({ value: v.string(), type: v.string(), version: v.number() }),
);
type Stored = v.InferOutput<typeof storedSchema>;

const nameOnly = v.object({ Name: v.string() });
const put = v.object({
  Name: v.string(),
  Value: v.string(),
  Type: v.optional(v.string(), 'String'),
  Overwrite: v.optional(v.boolean(), false),
});

export class ParameterStore {
  readonly #jsonStore: JsonStore;
  readonly #parameters: Map<string, Stored[string]>;

  constructor(jsonStore: JsonStore) {
    this.#jsonStore = jsonStore;
    this.#parameters = new Map(Object.entries(v.parse(storedSchema, jsonStore.read() ?? {})));
  }

  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  get(name: string): string | null {
    return this.#parameters.get(name)?.value ?? null;
  }

  put(name: string, value: string, type: string): number {
    const version = (this.#parameters.get(name)?.version ?? 0) + 1;
    this.#parameters.set(name, { value, type, version });
    this.#jsonStore.write(Object.fromEntries(this.#parameters));
    return version;
  }

  /** Answers an action of the AWS JSON protocol. @throws EmulatorError */
  answer(action: string, input: unknown): object {
    switch (action) {
      case 'GetParameter': {
        const { Name: name } = v.parse(nameOnly, input);
        const parameter = this.#describe(name);
        if (parameter === null)
          throw new EmulatorError('ParameterNotFound', `There is no parameter ${name}.`);
        return { Parameter: parameter };
      }
      case 'PutParameter': {
        const { Name: name, Value: value, Type: type, Overwrite: overwrite } = v.parse(put, input);
        if (this.has(name) && !overwrite)
          throw new EmulatorError('ParameterAlreadyExists', `${name} exists.`);
        return { Version: this.put(name, value, type), Tier: 'Standard' };
      }
      default:
        throw new EmulatorError('UnknownOperationException', `This host's SSM has no ${action}.`);
    }
  }

  #describe(name: string): object | null {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) return null;
    return {
      Name: name,
      Type: parameter.type,
      Value: parameter.value,
      Version: parameter.version,
      ARN: `arn:aws:ssm:${region}:${accountId}:parameter${name}`,
      DataType: 'text',
    };
  }
}
