/** An SMTP server (RFC 5321) that takes every message and records its envelope. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  /** The return path. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly text: string;
}

export class SmtpServer {
  readonly port: number;
  readonly received: ReceivedMail[] = [];
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.#close = close;
  }

  static async start(): Promise<SmtpServer> {
    const sockets = new Set<Socket>();
    const tcp = createServer((socket) => {
      sockets.add(socket);
      serve(socket, server.received);
    });
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const server = new SmtpServer((tcp.address() as AddressInfo).port, async () => {
      const closed = once(tcp, 'close');
      tcp.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    });
    return server;
  }

  stop(): Promise<void> {
    return this.#close();
  }
}

function serve(socket: Socket, received: ReceivedMail[]): void {
  let sender = '';
  let recipients: string[] = [];
  let data: string | null = null;
  let buffered = '';
  socket.write('220 127.0.0.1 ESMTP\r\n');
  socket.on('data', (chunk) => {
    buffered += chunk.toString();
    for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
      const line = buffered.slice(0, end);
      buffered = buffered.slice(end + 2);
      if (data !== null) {
        if (line !== '.') {
          data += `${line.replace(/^\./, '')}\r\n`;
          continue;
        }
        received.push({ sender, recipients, text: data });
        recipients = [];
        data = null;
        socket.write('250 2.0.0 accepted\r\n');
      } else if (/^MAIL FROM:/i.test(line)) {
        sender = /<(.*?)>/.exec(line)?.[1] ?? '';
        socket.write('250 2.1.0 ok\r\n');
      } else if (/^RCPT TO:/i.test(line)) {
        recipients.push(/<(.*?)>/.exec(line)?.[1] ?? '');
        socket.write('250 2.1.5 ok\r\n');
      } else if (/^DATA/i.test(line)) {
        data = '';
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 2.0.0 bye\r\n');
      } else {
        socket.write('250 ok\r\n');
      }
    }
  });
}
