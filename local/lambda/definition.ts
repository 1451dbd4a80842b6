/** All that is needed to run a function of the template. */
export interface FunctionDefinition {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The bundled asset, unpacked. */
  readonly taskRoot: string;
  readonly timeoutSeconds: number;
  /** How many instances may run at once here. */
  readonly instances: number;
  readonly environment: Readonly<Record<string, string>>;
  /** File descriptor that the function's output goes to. */
  readonly log: number;
}
