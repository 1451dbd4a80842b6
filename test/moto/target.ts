/** A running ledger and the AWS that it runs on, as the comparison sees it. */
import type { Source } from '../../local/sources.ts';

export interface Target {
  readonly name: string;
  /** Of the HTTP API. */
  readonly url: string;
  readonly sources: readonly Source[];
  readonly topicArn: string;
  readonly endpoints: {
    readonly sns: string;
    readonly events: string;
  };
  /** Resolves when every accepted event is in the table. @throws Error when that takes too long */
  drained(): Promise<void>;
  /** Type and address of every change that was published on the event bus, in order of the alphabet. */
  published(): Promise<readonly string[]>;
  stop(): Promise<void>;
}
