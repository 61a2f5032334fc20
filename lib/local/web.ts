/** Requests and replies between the parts of the local run, free of sockets. */
export interface WebRequest {
  method: string;
  path: string;
  /** Without the question mark, as received. */
  query: string;
  /** Names in lower case; several values of one header joined by a comma, as AWS does. */
  headers: Record<string, string>;
  body: Buffer;
  sourceIp: string;
}

export interface WebReply {
  status: number;
  headers: Array<[name: string, value: string]>;
  body: Buffer;
}

export function headerOf({ headers }: Pick<WebReply, 'headers'>, name: string): string | undefined {
  return headers.find(([known]) => known === name)?.[1];
}

export function textReply(status: number, type: string, text: string, more: Array<[string, string]> = []): WebReply {
  return { status, headers: [['content-type', type], ...more], body: Buffer.from(text) };
}

export function jsonText(status: number, value: unknown): WebReply {
  return textReply(status, 'application/json; charset=utf-8', `${JSON.stringify(value, null, 2)}\n`);
}

/** Percent-decoded; text that is not properly encoded is taken as it stands, as AWS does. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
