import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { apiKeyName, signingKeysName, sourceSecretName, stackKeyName } from '../shared/aws/secret-names.ts';

/**
 * Where secrets are: SSM SecureStrings under one prefix. The command line writes them; CloudFormation never sees one.
 */
export class Secrets {
  readonly prefix: string;
  readonly #stack: Stack;

  /** @throws Error when the prefix is not one that SSM takes. */
  constructor(scope: Construct, prefix: string) {
    if (!Token.isUnresolved(prefix) && (!/^(\/[\w.-]+)+$/.test(prefix) || /^\/(aws|ssm)/i.test(prefix))) {
      throw new Error(
        `Invalid secretsPrefix "${prefix}": an SSM path begins with a slash, not with /aws or /ssm, and ends without one.`,
      );
    }
    this.prefix = prefix;
    this.#stack = Stack.of(scope);
  }

  /** Live secrets of every source: `<prefix>/sources/<name>`. */
  get ofSources(): string {
    return this.#arn(sourceSecretName(this.prefix, '*'));
  }

  /** Live secrets of one source. */
  ofSource(source: string): string {
    return this.#arn(sourceSecretName(this.prefix, source));
  }

  /** The API key of a source's ESP: `<prefix>/api-keys/<name>`. */
  apiKeyOf(source: string): string {
    return this.#arn(apiKeyName(this.prefix, source));
  }

  /** The stack's own key, which its functions make at first use: `<prefix>/stack-key`. */
  get stackKey(): string {
    return this.#arn(stackKeyName(this.prefix));
  }

  /** The keys of signed return paths and unsubscribe URLs: `<prefix>/signing-keys`. */
  get signingKeys(): string {
    return this.#arn(signingKeysName(this.prefix));
  }

  grantSigningKeys(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['ssm:GetParameter'], resourceArns: [this.signingKeys] });
  }

  #arn(name: string): string {
    return this.#stack.formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: name.slice(1),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
