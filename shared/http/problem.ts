/** A problem document, RFC 9457. `detail` names the fault and what to do; it never quotes an address. */
export interface Problem {
  readonly status: number;
  readonly document: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
  };
}

/** `name` is the last part of the problem's type: `urn:bounce-ledger:problem:unknown-source`. */
export function problem(status: number, name: string, detail: string): Problem {
  return {
    status,
    document: {
      type: `urn:bounce-ledger:problem:${name}`,
      title: name.replaceAll('-', ' '),
      status,
      detail,
    },
  };
}
