import type { Server } from 'node:net';

/** The port a server got. @throws Error when it does not listen on TCP. */
export function listeningPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}
