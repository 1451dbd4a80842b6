/**
 * Findings of cdk-nag that do not apply, each with its reason. They are written as the metadata that cdk-nag 2 reads,
 * and kept for cdk-nag 3, whose API needs a newer CDK than the construct does: an app hands them over itself.
 */
import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding that does not apply to a construct. */
export interface Acknowledgement {
  readonly construct: IConstruct;
  /** `AwsSolutions-S1`, or of a wildcard grant `AwsSolutions-IAM5[Resource::<Bucket.Arn>/raw/*]`. */
  readonly id: string;
  readonly reason: string;
}

const acknowledgements = new WeakMap<IConstruct, Acknowledgement[]>();

/** Acknowledges a rule of the AwsSolutions pack on one construct. */
export function acknowledge(construct: IConstruct, rule: `AwsSolutions-${string}`, reason: string): void {
  const { root } = construct.node;
  const known = acknowledgements.get(root) ?? [];
  acknowledgements.set(root, known);
  known.push({ construct, id: rule, reason });
  writeMetadata(construct, rule.replace(/\[.*$/, ''), reason);
}

/** Acknowledges that a role's grant names its resources by a pattern; each pattern is a finding of its own. */
export function acknowledgePatterns(role: IConstruct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const pattern = flatten(Stack.of(role).resolve(resource));
    acknowledge(role, `AwsSolutions-IAM5[Resource::${pattern}]`, reason);
  }
}

/**
 * Every acknowledgement in an app, for cdk-nag 3.
 *
 * @example
 * for (const { construct, id, reason } of acknowledgementsOf(app)) {
 *   Validations.of(construct).acknowledge({ id, reason });
 * }
 */
export function acknowledgementsOf(app: IConstruct): readonly Acknowledgement[] {
  return acknowledgements.get(app.node.root) ?? [];
}

/** cdk-nag 2 looks at the resource; a role's grants are in its policy. */
function writeMetadata(construct: IConstruct, id: string, reason: string): void {
  const resources = construct.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  for (const resource of resources) {
    const { rules_to_suppress: known = [] }: { rules_to_suppress?: Array<{ id: string; reason: string }> } =
      resource.getMetadata('cdk_nag') ?? {};
    if (known.some((one) => one.id === id)) continue;
    resource.addMetadata('cdk_nag', { rules_to_suppress: [...known, { id, reason }] });
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
