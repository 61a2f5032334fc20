/** Serves the demo websites over HTTP, on one port, each in a folder of its name. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DemoAnswer, type DemoSiteName, demoSite } from './sites.ts';

/** The demo publications: their files, and who gets their first edition. */
export const DEMO = (['ruhr', 'courier'] as const).map((id) => ({
  id,
  file: fileURLToPath(new URL(`./${id}.yaml`, import.meta.url)),
  subscriber: id === 'ruhr' ? 'leserin@rundbrief.example' : 'reader@rundbrief.example',
}));

export interface DemoSites {
  url: string;
  /** A publication's file with the websites' address filled in. */
  fill(yaml: string): string;
  close(): Promise<void>;
}

/** @param port - where they are when it is free; otherwise the system chooses one */
export async function openDemoSites(port: number, now = new Date()): Promise<DemoSites> {
  const sites = new Map<string, ReturnType<typeof demoSite>>();
  const server = createServer((request, response) => answer(request, response, sites));
  const { port: taken } = await listen(server, port);
  const url = `http://127.0.0.1:${taken}`;
  for (const name of ['ruhr', 'courier'] satisfies DemoSiteName[])
    sites.set(name, demoSite(name, `${url}/${name}`, now));
  return {
    url,
    fill: (yaml) => yaml.replaceAll('{{SITE}}', url),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, port: number): Promise<AddressInfo> {
  const attempt = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await attempt(port).catch((error: NodeJS.ErrnoException) => {
    if (!['EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT'].includes(error.code ?? '')) throw error;
    return attempt(0);
  });
  return server.address() as AddressInfo;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  sites: Map<string, (path: string) => DemoAnswer>,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, name = '', rest = '/'] = /^\/([^/]*)(\/.*)?$/.exec(pathname) ?? [];
  const found = sites.get(name)?.(rest);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Try /ruhr/ or /courier/.\n');
    return;
  }
  const headers = {
    etag: found.etag,
    'last-modified': found.lastModified.toUTCString(),
    'cache-control': 'max-age=60',
  };
  if (found.status === 200 && isUnchanged(request, found)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(found.status, { ...headers, 'content-type': found.type });
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

/** If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2). */
function isUnchanged({ headers }: IncomingMessage, { etag, lastModified }: DemoAnswer): boolean {
  const asked = headers['if-none-match'];
  if (asked !== undefined) return asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}
