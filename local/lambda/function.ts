import type { FunctionDefinition } from './definition.ts';
import { Instance } from './instance.ts';
import { Invocation, type Outcome } from './invocation.ts';

/** A function of the template: as many instances as its load asks for, up to what it may have. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #queue: Invocation[] = [];
  #starting = 0;
  #stopped = false;

  constructor(definition: FunctionDefinition) {
    this.definition = definition;
  }

  /** Starts an instance ahead of the first event. */
  warm(): void {
    if (this.#instances.size === 0) this.#start();
  }

  /** Runs the handler on an event, JSON text. Never rejects: a handler's failure is an outcome. */
  invoke(event: string): Promise<Outcome> {
    const invocation = new Invocation(event);
    if (this.#stopped) {
      invocation.settle({ ok: false, errorType: 'Host.Stopped', errorMessage: 'The host is stopping.' });
      return invocation.outcome;
    }
    const instance = this.#idle.pop();
    if (instance !== undefined) {
      instance.run(invocation);
    } else {
      this.#queue.push(invocation);
      if (this.#queue.length > this.#starting && this.#instances.size < this.definition.instances)
        this.#start();
    }
    return invocation.outcome;
  }

  stop(): void {
    this.#stopped = true;
    for (const instance of this.#instances) instance.stop();
  }

  #start(): void {
    this.#starting += 1;
    let started = false;
    const countAsStarted = () => {
      if (!started) this.#starting -= 1;
      started = true;
    };
    const instance = new Instance(this.definition, {
      idle: (which) => {
        countAsStarted();
        const next = this.#queue.shift();
        if (next === undefined) this.#idle.push(which);
        else which.run(next);
      },
      ended: (which, fault) => {
        countAsStarted();
        this.#instances.delete(which);
        const at = this.#idle.indexOf(which);
        if (at >= 0) this.#idle.splice(at, 1);
        this.#replace(fault);
      },
    });
    this.#instances.add(instance);
  }

  /** An instance ended: what waits for one gets another, unless the function cannot start at all. */
  #replace(fault: Outcome | null): void {
    if (this.#stopped) return;
    if (fault !== null) this.#queue.shift()?.settle(fault);
    if (this.#queue.length > this.#starting && this.#instances.size < this.definition.instances)
      this.#start();
  }
}
