/** Hands a request to another SES-compatible endpoint and brings back whatever happens there, resets and silence included. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AwsRequest } from './aws-request.ts';
import type { GatewayAnswer } from './gateway.ts';

export interface Forwarded {
  answer: GatewayAnswer;
  /** Only when the endpoint accepted a mail: 2xx and an id. */
  messageId?: string;
  /** Why there was no answer. */
  broken?: string;
}

/** @param endpoint - the address given with `--ses`; waits as long as the endpoint does */
export function forwardTo(endpoint: string, { method, path, headers, body }: AwsRequest): Promise<Forwarded> {
  const url = new URL(path, endpoint);
  const { host: _, connection: __, 'transfer-encoding': ___, ...kept } = headers;
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    // A connection of its own: one that is used again may be reset just because it was idle.
    const upstream = ask(
      url,
      { method, agent: false, headers: { ...kept, 'content-length': String(body.length) } },
      (response) => {
        const chunks: Buffer[] = [];
        const status = response.statusCode ?? 502;
        const answered = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        );
        const reply = (cut: boolean) => ({
          status,
          headers: Object.fromEntries(answered) as Record<string, string>,
          body: Buffer.concat(chunks),
          ...(cut && { cut }),
        });
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve({ answer: reply(true) }));
        response.on('end', () =>
          resolve({ answer: reply(false), ...acceptedId(status, Buffer.concat(chunks).toString('utf8')) }),
        );
      },
    );
    // Never connected, or cut before an answer: nothing can be said about it, so nothing is said.
    upstream.on('error', (error) => resolve({ answer: 'reset', broken: error.message }));
    // An endpoint that is silent for ever does not keep this process alive.
    upstream.on('socket', (socket) => socket.unref());
    upstream.end(body);
  });
}

function acceptedId(status: number, text: string): { messageId?: string } {
  const [, messageId] = /<MessageId>\s*([^<\s]+)\s*<\/MessageId>/.exec(text) ?? [];
  return status >= 200 && status < 300 && messageId ? { messageId } : {};
}
