import { InvalidPayloadError } from '../provider.ts';

/**
 * What `read` gives, or `otherwise` where the body is not what the ESP sends: a proof and a handshake look into a
 * body whose fault is told when it is read.
 */
export function peek<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof InvalidPayloadError) return otherwise;
    throw fault;
  }
}
