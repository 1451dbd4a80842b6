/** One message of a queue's batch. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** When the queue took it, milliseconds since 1970. */
  readonly sentAt: number;
}
