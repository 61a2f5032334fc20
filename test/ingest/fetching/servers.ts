import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import { afterEach } from 'vitest';
import { fetchDocument } from '../../../lambdas/ingest/fetching/fetch-document.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
export const settings = { allowedPrivateNetworks: 'loopback' as const, contactUrl: 'https://rundbrief.example/bot' };
export const fetchHere = fetchDocument(settings);

const open: (Server | SocketServer)[] = [];
const sockets = new Set<Socket>();
/** Ends every server of a test after it. */
export function closeServersAfterEach(): void {
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of open.splice(0)) {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    }
  });
}

/** @returns its address, without a slash at the end */
export async function listening(server: Server | SocketServer, scheme = 'http'): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const site = (answer: Answer) => listening(createServer(answer));

/** A server that says what it likes, HTTP or not, once it was asked. */
export const socketSite = (say: (socket: Socket) => void) =>
  listening(
    createSocketServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => say(socket));
    }),
  );

/** A name server that gives these answers for every name: all each time, or, of several lists, the next one each time. */
export function names(...answers: string[] | string[][]): typeof lookup {
  let asked = 0;
  return ((_name: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) => {
    const lists = (Array.isArray(answers[0]) ? answers : [answers]) as string[][];
    const list = lists[Math.min(asked, lists.length - 1)] ?? [];
    asked += 1;
    const found = list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) done(null, found);
    else done(null, found[0]?.address, found[0]?.family);
  }) as unknown as typeof lookup;
}
