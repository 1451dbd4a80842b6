import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledges a rule of cdk-nag's AwsSolutions pack on one construct, with the reason why it does not apply. */
export function acknowledge(construct: IConstruct, rule: `AwsSolutions-${string}`, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}

/** Acknowledges that a role's grant names its resources by a pattern; each pattern is a finding of its own. */
export function acknowledgePatterns(role: IConstruct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const pattern = flatten(Stack.of(role).resolve(resource));
    acknowledge(role, `AwsSolutions-IAM5[Resource::${pattern}]`, reason);
  }
}

/** An ARN with its references in angle brackets, as cdk-nag names it: `<Bucket.Arn>/raw/*`. */
function flatten(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']))
    return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [between, parts]: unknown[] = value['Fn::Join'];
    if (Array.isArray(parts)) return parts.map(flatten).join(String(between));
  }
  return JSON.stringify(value);
}
