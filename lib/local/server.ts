/** The one port: reads requests, hands them to whoever answers, writes replies. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AwsReply, type AwsRequest, readCredential } from './aws-request.ts';
import { LocalError } from './errors.ts';
import type { Log } from './function-log.ts';
import type { GatewayAnswer } from './gateway.ts';
import type { WebReply, WebRequest } from './web.ts';

export interface Doors {
  aws(request: AwsRequest): Promise<GatewayAnswer>;
  web(request: WebRequest): Promise<WebReply>;
  /** True when it took the request over, to answer it by itself. */
  signIn?(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface LocalServer {
  port: number;
  open(doors: Doors): void;
  stop(): Promise<void>;
}

/** As much as an object of our own may weigh; API Gateway and SES have smaller limits of their own. */
const BODY_LIMIT_BYTES = 50 * 1024 * 1024;
const OWN_HOSTS = /^(127\.0\.0\.1|localhost|\[::1\]|[a-z0-9.-]+\.localhost)(:\d+)?$/;

/** Takes the port before anything else starts, because the addresses in the template depend on it. */
export async function listen(port: number, log: Log): Promise<LocalServer> {
  let doors: Doors | undefined;
  const server = createServer((request, response) => {
    void serve(request, response, doors).catch((error: Error) => {
      log(
        `✖ ${request.method} ${new URL(request.url ?? '/', 'http://local').pathname}: ${error.stack ?? error.message}`,
      );
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The local run failed; its terminal says why.\n');
    });
  });
  // Never ends an idle connection: a client that writes at that moment could not tell whether its mail was taken.
  server.keepAliveTimeout = 0;
  const actual = await bind(server, port);
  return {
    port: actual,
    open: (opened) => {
      doors = opened;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken; name another with --port' : `cannot be used (${error.code})`;
      reject(new LocalError(`Port ${port} ${why}`, { cause: error }));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, doors: Doors | undefined): Promise<void> {
  if (!doors)
    return write(response, request, { status: 503, headers: [['retry-after', '1']], body: Buffer.from('starting\n') });
  // A page elsewhere could point a name of its own at this machine; it gets nothing.
  if (!OWN_HOSTS.test(request.headers.host ?? ''))
    return write(response, request, { status: 421, headers: [], body: Buffer.from('wrong host\n') });
  if (doors.signIn?.(request, response)) return;
  const body = await read(request);
  if (!body) return write(response, request, { status: 413, headers: [], body: Buffer.from('too large\n') });
  const credential = readCredential(request.headers.authorization);
  if (!credential) return write(response, request, await doors.web(webRequest(request, body)));
  const answer = await doors.aws({
    ...credential,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    body,
  });
  if (answer === 'reset') return void request.socket.resetAndDestroy();
  writeAws(response, request, answer);
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function webRequest(request: IncomingMessage, body: Buffer): WebRequest {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : String(value),
  ]);
  return {
    method: request.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(headers),
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

function write(response: ServerResponse, request: IncomingMessage, { status, headers, body }: WebReply): void {
  const bodiless = request.method === 'HEAD' || status === 304 || status === 204;
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (!bodiless) response.setHeader('content-length', body.length);
  else if (request.method === 'HEAD' && !response.hasHeader('content-length'))
    response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(bodiless ? undefined : body);
}

function writeAws(response: ServerResponse, request: IncomingMessage, { status, headers, body, cut }: AwsReply): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  // The length of a HEAD answer is that of the object, which only the store knows.
  if (cut) {
    response.writeHead(status, kept);
    response.write(body, () => request.socket.resetAndDestroy());
    return;
  }
  const length =
    request.method === 'HEAD' || status === 204 || status === 304
      ? {}
      : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...kept, ...length });
  response.end(body);
}
