/** The way from the gateway to the queues, topics and buckets of this process. */
import type { AwsReply, AwsRequest } from './aws-request.ts';
import type { Json } from './dynalite.ts';
import type { Messaging } from './messaging.ts';

/** Passes a request to the queues, topics and buckets of this process. */
export async function forward(
  { app }: Messaging,
  { method, path, headers, body }: Pick<AwsRequest, 'method' | 'path' | 'headers' | 'body'>,
): Promise<AwsReply> {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  const answer = await app.inject({
    method: method as 'GET',
    url: path,
    headers: { ...kept, 'content-length': String(body.length) },
    ...(body.length && { payload: body }),
  });
  const answered = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return { status: answer.statusCode, headers: Object.fromEntries(answered), body: answer.rawPayload };
}

/** Its SQLite store fails on a visibility of exactly 0; the smallest other value has the same effect. */
export function withoutZero(input: Json): Json {
  const soon = (entry: Json) => (entry.VisibilityTimeout === 0 ? { ...entry, VisibilityTimeout: 0.001 } : entry);
  return Array.isArray(input.Entries)
    ? { ...input, Entries: (input.Entries as Json[]).map(soon) }
    : 'ReceiptHandle' in input
      ? soon(input)
      : input;
}
