/**
 * Remembers what `parse` returned or threw for a body for as long as the body is in memory: verification, handshake and
 * parser look into the same one, and it is parsed once. `variant` tells apart the ways to parse one body.
 */
export function oncePerBody<Value>(parse: (body: Buffer, variant: string) => Value): OncePerBody<Value> {
  const known = new WeakMap<Buffer, { readonly variant: string; readonly result: () => Value }>();
  return {
    of: (body, variant = '') => {
      const earlier = known.get(body);
      if (earlier?.variant === variant) return earlier.result();
      const result = outcomeOf(() => parse(body, variant));
      known.set(body, { variant, result });
      return result();
    },
    remember: (body, value) => {
      known.set(body, { variant: '', result: () => value });
    },
  };
}

export interface OncePerBody<Value> {
  readonly of: (body: Buffer, variant?: string) => Value;
  /** For a body whose value is known already, from the text it was made of. */
  readonly remember: (body: Buffer, value: Value) => void;
}

function outcomeOf<Value>(parse: () => Value): () => Value {
  try {
    const value = parse();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
