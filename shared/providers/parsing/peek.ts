import { InvalidPayloadError } from '../provider.ts';

/**
 * What `parse` returns, or `otherwise` where the body is not what the ESP sends: verification and handshake look into a
 * body whose errors are reported when its events are parsed.
 */
export function peek<Value>(parse: () => Value, otherwise: Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidPayloadError) return otherwise;
    throw error;
  }
}
