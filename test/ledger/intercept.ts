import type { TableSender } from '../../shared/store/dynamodb/table-client.ts';

/** A client whose calls go through `handler`, which may change, drop or repeat them. */
export function intercept(
  client: TableSender,
  handler: (command: object, next: (command: object) => Promise<unknown>) => Promise<unknown>,
): TableSender {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return (command: object) =>
        handler(command, (changed) => Reflect.apply(target.send, target, [changed]));
    },
  });
}
