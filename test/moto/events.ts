/** The same events for every target: each documented sample of each ESP, signed, and SES by each of its ways. */
import * as v from 'valibot';
import { awsQuery } from '../../local/aws-call.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { Sample, SampleSubject } from '../../shared/providers/samples/sample.ts';
import { call } from './moto-target.ts';
import type { Target } from './target.ts';

const CONCURRENCY = 4;

/** How an event comes: by the webhook of its ESP, or SES's by SNS or EventBridge. */
type Way = 'webhook' | 'sns' | 'eventbridge';

export interface TestEvent {
  readonly source: string;
  readonly provider: string;
  readonly way: Way;
  readonly sample: Sample;
  readonly subject: SampleSubject;
}

/**
 * The events for the sources of a target. Addresses are of a domain each, so that none looks as if it were down.
 * @param at when they happened, milliseconds since 1970
 */
export function testEvents({ sources }: Target, at: number): readonly TestEvent[] {
  return sources.flatMap(({ source, provider }) =>
    (providerSamples.get(provider)?.samples ?? []).flatMap((sample) =>
      waysOf(provider).map((way): TestEvent => {
        const id = `${source}-${sample.name}-${way}`;
        return {
          source,
          provider,
          way,
          sample,
          subject: { address: `someone@${id}.example`, id, at },
        };
      }),
    ),
  );
}

function waysOf(provider: string): readonly Way[] {
  if (provider === 'ses') return ['webhook', 'sns'];
  return provider === 'ses-eventbridge' ? ['webhook', 'eventbridge'] : ['webhook'];
}

/** @throws Error when one is not accepted */
export async function send(target: Target, events: readonly TestEvent[]): Promise<void> {
  await forEachConcurrent(events, CONCURRENCY, async (event) => {
    if (event.way === 'sns') return publish(target, event.sample.entry(event.subject));
    const request = requestOf(target, event);
    if (event.way === 'eventbridge') return putEvent(target, JSON.parse(request.body.toString()));
    const { url, method, headers, body } = request;
    const response = await fetch(url, { method, headers, body: new Uint8Array(body) });
    await response.arrayBuffer();
    if (!response.ok)
      throw new Error(`${target.name}: ${event.source} answered ${response.status} to ${event.sample.name}.`);
  });
}

function requestOf(target: Target, { source: name, provider, sample, subject }: TestEvent): WebhookRequest {
  const source = target.sources.find((one) => one.source === name);
  const samples = providerSamples.get(provider);
  if (source === undefined || samples === undefined) throw new Error(`${target.name} has no source ${name}.`);
  return samples.request([sample.entry(subject)], {
    url: source.url,
    secret: source.secret,
    topicArn: target.topicArn,
    at: Date.now(),
    ...(source.privateKey !== undefined && { privateKey: source.privateKey }),
  });
}

async function publish({ endpoints, topicArn }: Target, message: unknown): Promise<void> {
  await awsQuery(endpoints.sns, 'sns', 'Publish', { TopicArn: topicArn, Message: JSON.stringify(message) });
}

const eventSchema = v.object({ 'detail-type': v.string(), detail: v.looseObject({}) });

async function putEvent({ endpoints }: Target, event: unknown): Promise<void> {
  const { 'detail-type': DetailType, detail } = v.parse(eventSchema, event);
  const entry = { Source: 'aws.ses', DetailType, Detail: JSON.stringify(detail) };
  await call(endpoints.events, 'events', 'AWSEvents.PutEvents', { Entries: [entry] });
}
