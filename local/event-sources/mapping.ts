/** What the template's event source mappings say. */
import * as v from 'valibot';
import type { Json } from '../json.ts';
import { parseJson } from '../json.ts';
import type { Template } from '../template.ts';

export interface Mapping {
  readonly sourceArn: string;
  readonly functionId: string;
  readonly batchSize: number;
  /** Milliseconds to wait for a batch to fill. */
  readonly windowMs: number;
  readonly maximumConcurrency: number;
  readonly partialFailures: boolean;
  /** Of a batch of a stream that failed. */
  readonly retryAttempts: number;
  /** Whether the function is told the shard and the window of a batch. */
  readonly tumbling: boolean;
  /** Patterns, one of which an event must match; none lets every event through. */
  readonly filters: readonly Json[];
}

const mappingSchema = v.object({
  EventSourceArn: v.string(),
  FunctionName: v.string(),
  Enabled: v.optional(v.boolean(), true),
  BatchSize: v.optional(v.number(), 10),
  MaximumBatchingWindowInSeconds: v.optional(v.number(), 0),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(v.number()) })),
  MaximumRetryAttempts: v.optional(v.number(), -1),
  TumblingWindowInSeconds: v.optional(v.number(), 0),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  FilterCriteria: v.optional(v.object({ Filters: v.array(v.object({ Pattern: v.string() })) })),
});

/** On AWS a batch that fills saves money; here it would only be waited for. */
const MAX_WINDOW_MS = 25;

export function mappingsOf(template: Template): readonly Mapping[] {
  const functions = template.ofType('AWS::Lambda::Function');
  return template
    .ofType('AWS::Lambda::EventSourceMapping')
    .map(({ id, properties }) => ({ id, mapping: v.parse(mappingSchema, properties) }))
    .filter(({ mapping }) => mapping.Enabled)
    .map(({ id, mapping }) => {
      const target = functions.find(
        (one) =>
          mapping.FunctionName === template.nameOf(one.id) || mapping.FunctionName === template.arnOf(one.id),
      );
      if (target === undefined)
        throw new Error(`The event source mapping ${id} feeds no function of the template.`);
      return {
        sourceArn: mapping.EventSourceArn,
        functionId: target.id,
        batchSize: mapping.BatchSize,
        windowMs: Math.min(mapping.MaximumBatchingWindowInSeconds * 1000, MAX_WINDOW_MS),
        maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY,
        partialFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        // -1 is without end.
        retryAttempts:
          mapping.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : mapping.MaximumRetryAttempts,
        tumbling: mapping.TumblingWindowInSeconds > 0,
        filters: mapping.FilterCriteria?.Filters.map((filter) => parseJson(filter.Pattern)) ?? [],
      };
    });
}
