/** Stores and processors as they are often written. The properties must catch each, or they prove nothing. */
import { BatchGetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { TableSender } from '../../shared/ledger/table-client.ts';
import { intercept } from './faulty-client.ts';
import type { ProcessorBreakage } from './run-processor.ts';
import type { Breakage } from './run-schedule.ts';

function unconditional(client: TableSender): TableSender {
  return intercept(client, (command, next) => {
    if (!(command instanceof PutItemCommand)) return next(command);
    const { TableName, Item } = command.input;
    return next(new PutItemCommand({ TableName, Item }));
  });
}

function blind(client: TableSender): TableSender {
  return intercept(client, async (command, next) =>
    command instanceof BatchGetItemCommand ? { Responses: {} } : next(command),
  );
}

let deliveries = 0;

export const brokenStores: Readonly<Record<string, Breakage>> = {
  'no condition on the write': { client: unconditional },
  'no de-duplication': {
    events: (events) => events.map((event) => ({ ...event, id: `${event.id}:${deliveries++}` })),
  },
  'the last write wins': { client: (client) => unconditional(blind(client)) },
  'a failed write is taken for done': { ignoresFailures: true },
};

export const brokenProcessors: Readonly<Record<string, ProcessorBreakage>> = {
  'a failed message is taken for done': { ignoresFailures: true },
  'a batch goes on without its archive': { ignoresArchive: true },
};
