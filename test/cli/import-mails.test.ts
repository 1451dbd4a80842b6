/** `read-mail --import`: the events of mails on their way to the queue. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startImport } from '../../cli/read-mail/import.ts';
import type { ReportedEvent } from '../../shared/events/event.ts';
import { decodeQueueMessage } from '../../shared/intake/queue-message-codec.ts';
import { type ScriptedResponse, startScriptedAws } from '../aws/scripted-aws.ts';

const STORED: ScriptedResponse = [200, '{"MessageId":"m-1"}'];
const DENIED: ScriptedResponse = [403, '{"__type":"com.amazonaws.sqs#AccessDenied"}'];

const complaints = (count: number): readonly ReportedEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'complaint',
    recipient: `user${index}@example.com`,
    occurredAt: Date.UTC(2026, 4, 1),
    eventId: `event-${index}`,
  }));

async function importInto(...answers: readonly ScriptedResponse[]) {
  const aws = await startScriptedAws(...answers);
  onTestFinished(aws.stop);
  const target = {
    resources: async () => ({
      connection: aws.connection,
      apiUrl: aws.endpoint,
      bucket: 'bucket',
      auditBucket: 'audit',
      queueUrl: `${aws.endpoint}/queue`,
      deadLetterQueueUrl: `${aws.endpoint}/dead`,
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:topic',
      secretsPrefix: '/ledger',
    }),
  };
  const mails = await startImport(target, { actor: 'ann', reason: 'moved', source: 'old-mails' });
  return { mails, requests: aws.requests };
}

test('goes to the queue in messages of fifty, with who imports and why', async () => {
  const { mails, requests } = await importInto(STORED);
  await mails.add(complaints(60));
  await mails.finish();
  expect(mails.sent).toBe(60);
  const deliveries = requests.map(
    ({ body }) => decodeQueueMessage({ body: JSON.parse(body).MessageBody, sentAt: Date.now() }).delivery,
  );
  expect(deliveries).toHaveLength(2);
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ kind: 'import', source: 'old-mails', provider: 'generic' });
    expect(delivery.headers).toEqual({ 'x-import-actor': 'ann', 'x-import-reason': 'moved' });
  }
});

test('a message that the queue refuses fails the import, also where others are sent after it', async () => {
  const { mails, requests } = await importInto(DENIED, STORED);
  await mails.add(complaints(50));
  await vi.waitFor(() => expect(requests).toHaveLength(1));
  await delay(100);
  const rest = async () => {
    await mails.add(complaints(60));
    await mails.finish();
  };
  await expect(rest()).rejects.toThrow('AccessDenied');
});
