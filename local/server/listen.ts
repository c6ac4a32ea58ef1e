import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listener {
  readonly port: number;
  /** Stops accepting, lets running requests finish for at most `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

const PREFACE = 'PRI * HTTP/2.0';

/**
 * One loopback port that speaks HTTP/1.1 and h2c: the Kinesis client of the SDK prefers HTTP/2, all
 * others HTTP/1.1. The first bytes of a connection tell which.
 * @param port 0 for any free one
 * @throws Error EADDRINUSE
 */
export async function listen(handler: Handler, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  let running = 0;
  const counted: Handler = (request, response) => {
    running += 1;
    response.once('close', () => (running -= 1));
    handler(request, response);
  };
  const http1 = createServer({ keepAliveTimeout: 30_000, requestTimeout: 0 }, counted);
  // The compatibility API gives HTTP/2 requests the members of IncomingMessage that handlers use.
  const http2 = createHttp2Server((request, response) =>
    counted(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  );
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away in the middle of a request is not our fault to report.
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.toString('latin1', 0, PREFACE.length) === PREFACE;
      (isHttp2 ? http2 : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;

  const close = async (graceMs: number): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const deadline = Date.now() + graceMs;
    while (running > 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 20));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: address.port, close };
}
