/** EventBridge's rules as the template has them: those that match events of a bus, and those that fire by time. */
import * as v from 'valibot';
import type { Json } from '../json.ts';
import type { Template } from '../template.ts';

const ruleSchema = v.object({
  Name: v.optional(v.string()),
  EventBusName: v.optional(v.string(), 'default'),
  EventPattern: v.optional(v.custom<Json>((value) => value !== undefined)),
  ScheduleExpression: v.optional(v.string()),
  State: v.optional(v.string(), 'ENABLED'),
  Targets: v.optional(
    v.array(
      v.object({
        Arn: v.string(),
        Input: v.optional(v.string()),
        InputTransformer: v.optional(v.unknown()),
      }),
    ),
    [],
  ),
});

export interface RuleTarget {
  readonly arn: string;
  /** What it gets instead of the event, JSON text. */
  readonly input: string | undefined;
  /** Whether what it gets is made from the event. */
  readonly isTransformed: boolean;
}

export interface Rule {
  readonly id: string;
  /** The name it was given, or its logical id without the hash that the CDK appends: `LedgerDoctorSchedule`. */
  readonly name: string;
  readonly bus: string;
  readonly pattern: Json | undefined;
  /** As the template has it: `rate(1 day)`. */
  readonly expression: string | undefined;
  readonly isEnabled: boolean;
  readonly targets: readonly RuleTarget[];
}

export function rulesOf(template: Template): readonly Rule[] {
  return template.ofType('AWS::Events::Rule').map(({ id, properties }) => {
    const rule = v.parse(ruleSchema, properties);
    return {
      id,
      name: rule.Name ?? id.replace(/[0-9A-F]{8}$/, ''),
      bus: busName(rule.EventBusName),
      pattern: rule.EventPattern,
      expression: rule.ScheduleExpression,
      isEnabled: rule.State !== 'DISABLED',
      targets: rule.Targets.map(({ Arn, Input, InputTransformer }) => ({
        arn: Arn,
        input: Input,
        isTransformed: InputTransformer !== undefined,
      })),
    };
  });
}

/** A bus is named by its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
