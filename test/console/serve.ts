import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served {
  url: string;
  stop(): Promise<void>;
}

interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** An application behind a real port, so that a child process or a browser can ask it. */
export async function serve(app: App | ((url: string) => App)): Promise<Served> {
  const server = createServer(async (incoming, outgoing) => {
    const answer = await current.fetch(await asRequest(incoming, url));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'set-cookie'));
    const cookies = answer.headers.getSetCookie();
    outgoing.writeHead(answer.status, cookies.length ? { ...headers, 'set-cookie': cookies } : headers);
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const current = typeof app === 'function' ? app(url) : app;
  return {
    url,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

async function asRequest(incoming: IncomingMessage, url: string): Promise<Request> {
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  return new Request(`${url}${incoming.url}`, {
    method: incoming.method,
    headers,
    body: hasBody ? Buffer.concat(await incoming.toArray()) : undefined,
  });
}
