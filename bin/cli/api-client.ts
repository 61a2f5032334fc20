import type * as z from 'zod';
import { failureAnswer } from '../../lambdas/console/answers.ts';
import { CliFailure } from './failures.ts';
import type { Target } from './target.ts';

const TIMEOUT_MS = 40_000;

/** The JSON API, spoken to by path; every answer is read by its schema. */
export interface ApiClient {
  /** Where it is, for messages. */
  url: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** @returns undefined when the API knows no such thing (yet) */
  find<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined>;
  post<T>(path: string, body: Json | Document | undefined, schema: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: Json, schema: z.ZodType<T>): Promise<T>;
  put<T>(path: string, body: Uint8Array<ArrayBuffer> | Json, schema: z.ZodType<T>): Promise<T>;
  delete<T>(path: string, schema: z.ZodType<T>, body?: Json): Promise<T>;
  text(path: string): Promise<string>;
  /** As it is: reading it as text would lose a byte order mark. */
  bytes(path: string): Promise<Uint8Array>;
}

type Json = Record<string, unknown>;
/** A body that is no JSON. */
type Document = { yaml: string } | { opml: Uint8Array<ArrayBuffer> };

/**
 * A path of the API; what a person typed is encoded and stays in its place.
 *
 * @throws CliFailure for `.` and `..`, which every URL parser would take for a way out
 */
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  const encoded = values.map((value) => {
    if (/^\.{0,2}$/.test(String(value))) throw new CliFailure(`"${value}" is no id`);
    return encodeURIComponent(value);
  });
  return String.raw({ raw: parts }, ...encoded);
}

export function apiClient({ url, token }: Target): ApiClient {
  const ask = async (apiPath: string, init: RequestInit = {}) => {
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await fetch(`${url}/api/v1${apiPath}`, { ...init, headers, redirect: 'error', signal });
    } catch (cause) {
      throw unreachable(url, cause);
    }
  };
  const whole = async (apiPath: string) => {
    const response = await ask(apiPath);
    if (!response.ok) throw await refusal(response, url);
    return response;
  };
  const answerOf = async <T>(response: Response, schema: z.ZodType<T>): Promise<T> => {
    if (!response.ok) throw await refusal(response, url);
    const read = schema.safeParse(await response.json().catch(() => undefined));
    if (!read.success) throw notOurs(url);
    return read.data;
  };

  return {
    url,
    get: async (apiPath, schema) => answerOf(await ask(apiPath), schema),
    find: async (apiPath, schema) => {
      const response = await ask(apiPath);
      // Only the API's own "not found" counts; a stranger's page with a 404 is another server.
      if (response.status === 404 && (await isOurs(response.clone()))) return undefined;
      return answerOf(response, schema);
    },
    post: async (apiPath, body, schema) => answerOf(await ask(apiPath, { method: 'POST', ...payload(body) }), schema),
    patch: async (apiPath, body, schema) => answerOf(await ask(apiPath, { method: 'PATCH', ...payload(body) }), schema),
    put: async (apiPath, body, schema) => {
      const sent = body instanceof Uint8Array ? asBytes(body) : payload(body);
      return answerOf(await ask(apiPath, { method: 'PUT', ...sent }), schema);
    },
    delete: async (apiPath, schema, body) =>
      answerOf(await ask(apiPath, { method: 'DELETE', ...payload(body) }), schema),
    text: async (apiPath) => (await whole(apiPath)).text(),
    bytes: async (apiPath) => new Uint8Array(await (await whole(apiPath)).arrayBuffer()),
  };
}

function payload(body: Json | Document | undefined): RequestInit {
  if (!body) return {};
  if ('yaml' in body) return { body: String(body.yaml), headers: { 'content-type': 'application/yaml' } };
  if ('opml' in body && body.opml instanceof Uint8Array) return asBytes(Uint8Array.from(body.opml));
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** As text, a gateway would take them for UTF-8, whatever they are. */
function asBytes(bytes: Uint8Array<ArrayBuffer>): RequestInit {
  return { body: new Blob([bytes]), headers: { 'content-type': 'application/octet-stream' } };
}

function unreachable(url: string, cause: unknown): CliFailure {
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new CliFailure(`The Rundbrief at ${url} does not answer in time`);
  }
  return new CliFailure(`No Rundbrief answers at ${url}. Start it with: npm start`);
}

const notOurs = (url: string) => new CliFailure(`What answers at ${url} is no Rundbrief of this version`);

const isOurs = async (response: Response) =>
  failureAnswer.safeParse(await response.json().catch(() => undefined)).success;

async function refusal(response: Response, url: string): Promise<CliFailure> {
  if (response.status === 401) {
    return new CliFailure(
      `The Rundbrief at ${url} does not accept this token. Give --token or RUNDBRIEF_TOKEN; the local run writes one to cli.json in its data folder (--data)`,
    );
  }
  const answer = failureAnswer.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) {
    const isGateway = response.status >= 500;
    return isGateway ? new CliFailure(`The Rundbrief at ${url} fails with status ${response.status}`) : notOurs(url);
  }
  const { message, problems = [] } = answer.data.error;
  // A message for people may repeat the problems below its first line.
  const [headline = message] = problems.length > 0 ? message.split(/:?\n/) : [message];
  return new CliFailure(headline, problems.map(problemLine));
}

function problemLine({
  line,
  column,
  path: field,
  message,
}: {
  line?: number;
  column?: number;
  path?: string;
  message: string;
}) {
  const place = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ') || field;
  return place ? `${place}: ${message}` : message;
}
