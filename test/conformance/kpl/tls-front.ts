import { request as requestPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What `keytool` protects the certificate with; nothing that is secret rests behind it. */
export const PASSPHRASE = 'laptop';

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A port that speaks TLS before one that does not: the Producer Library knows no other way, and the
 * laptop's port stays as plain as its clients expect. Requests name the port behind, since the laptop
 * refuses any other host; `Expect: 100-continue` is answered here.
 * @param pfx certificate and key
 */
export async function tlsFront(pfx: Buffer, port: number): Promise<TlsFront> {
  const server = createServer({ pfx, passphrase: PASSPHRASE }, (incoming, outgoing) => {
    const { method, url: path } = incoming;
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    Reflect.deleteProperty(headers, 'expect');
    const behind = requestPlain({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    behind.on('error', () => outgoing.destroy());
    incoming.pipe(behind);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
