import { at, booleanOf, type JsonRecord, list, record, recordAt, textOf } from '../parsing/json.ts';

/** What a recipient changed: one topic of the contact list, or everything where no topic is given. */
export interface TopicChange {
  readonly kind: 'unsubscribe' | 'resubscribe';
  readonly topic?: string;
}

/** The changes that a recipient made on SES's subscription page, or by List-Unsubscribe (RFC 8058). */
export function topicChanges(subscription: JsonRecord): readonly TopicChange[] {
  const before = preferencesOf(subscription, 'oldTopicPreferences');
  const after = preferencesOf(subscription, 'newTopicPreferences');
  if (after.none) return [{ kind: 'unsubscribe' }];
  const changes: TopicChange[] = before.none ? [{ kind: 'resubscribe' }] : [];
  for (const topic of after.optedOut) {
    if (!before.optedOut.has(topic)) changes.push({ kind: 'unsubscribe', topic });
  }
  for (const topic of before.optedOut) {
    if (!after.optedOut.has(topic)) changes.push({ kind: 'resubscribe', topic });
  }
  return changes;
}

interface TopicPreferences {
  readonly none: boolean;
  readonly optedOut: ReadonlySet<string>;
}

function preferencesOf(subscription: JsonRecord, key: string): TopicPreferences {
  const preferences = recordAt(subscription, key);
  const topics = list(at(preferences, 'topicSubscriptionStatus')).map(record);
  const optedOut = topics.filter((topic) => textOf(topic, 'subscriptionStatus') === 'OptOut');
  return {
    none: booleanOf(preferences, 'unsubscribeAll') ?? false,
    optedOut: new Set(optedOut.map((topic) => textOf(topic, 'topicName') ?? '')),
  };
}
