/** CloudFront Functions: small scripts on the request or the answer, run in a context of their own. */
import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import { LocalError } from './errors.ts';
import { readProperties, type Stack } from './stack.ts';
import type { WebReply, WebRequest } from './web.ts';

const functionSchema = z.object({ FunctionCode: z.string() });
const value = z.looseObject({
  value: z.string(),
  multiValue: z.array(z.looseObject({ value: z.string() })).optional(),
});
const requestSchema = z.looseObject({
  method: z.string(),
  uri: z.string(),
  querystring: z.union([z.record(z.string(), value), z.string()]),
  headers: z.record(z.string(), value),
  cookies: z.record(z.string(), value).default({}),
});
const responseSchema = z.looseObject({
  statusCode: z.number(),
  headers: z.record(z.string(), value).default({}),
  body: z
    .union([z.string(), z.looseObject({ data: z.string(), encoding: z.enum(['text', 'base64']).default('text') })])
    .optional(),
});

/** CloudFront ends a function far sooner; this only keeps an endless loop from taking the whole run. */
const LIMIT_MS = 5_000;
type Values = Record<string, z.infer<typeof value>>;

export interface EdgeFunction {
  /** The request to go on with, or an answer that ends it here. */
  request(request: WebRequest): Promise<WebRequest | WebReply>;
  response(request: WebRequest, reply: WebReply): Promise<WebReply>;
}

export function edgeFunction(arn: string, stack: Stack): EdgeFunction {
  const resource = stack.of('AWS::CloudFront::Function').find(({ ref }) => ref === arn);
  if (!resource) throw new LocalError(`The distribution names the function ${arn}, which the template does not define`);
  const context = createContext();
  // Wrapped, so that the function's own names are made once and stay its own.
  const source = readProperties(functionSchema, resource).FunctionCode;
  new Script(
    `globalThis.console = { log() {}, error() {} }; globalThis.handler = (() => { ${source}\n; return handler; })()`,
    {
      filename: `${resource.id}.js`,
    },
  ).runInContext(context, {
    timeout: LIMIT_MS,
  });
  const call = new Script('handler(JSON.parse(event))');
  const { host } = new URL(stack.url);
  /** Addresses of the site are https in AWS and whatever this run speaks here. */
  const spoken = ([name, text]: [string, string]): [string, string] => [
    name,
    text.replaceAll(`https://${host}`, stack.url),
  ];
  const run = async (event: unknown): Promise<unknown> => {
    // As text, for no object of this process may reach the script or leave it.
    context.event = JSON.stringify(event);
    return JSON.parse(JSON.stringify(await call.runInContext(context, { timeout: LIMIT_MS }))) as unknown;
  };
  return {
    async request(request) {
      const result = await run(eventOf('viewer-request', request, host));
      const ended = responseSchema.safeParse(result);
      if (ended.success) return replyFrom(ended.data, spoken);
      return requestFrom(requestSchema.parse(result), request);
    },
    async response(request, reply) {
      const headers: Values = {};
      for (const [name, text] of reply.headers) if (name !== 'set-cookie') headers[name] = { value: text };
      const event = {
        ...eventOf('viewer-response', request, host),
        response: { statusCode: reply.status, headers, cookies: {} },
      };
      const changed = responseSchema.parse(await run(event));
      const cookies = reply.headers.filter(([name]) => name === 'set-cookie');
      return {
        status: changed.statusCode,
        headers: [...headersFrom(changed.headers).map(spoken), ...cookies],
        body: reply.body,
      };
    },
  };
}

function eventOf(eventType: string, { method, path, query, headers, sourceIp }: WebRequest, host: string) {
  const { cookie = '', ...rest } = headers;
  const cookies = cookie
    .split(/;\s*/)
    .filter(Boolean)
    .map((pair) => pair.split(/=(.*)/s) as [string, string]);
  return {
    version: '1.0',
    context: { distributionDomainName: host, distributionId: 'LOCAL', eventType, requestId: 'local' },
    viewer: { ip: sourceIp },
    request: {
      method,
      uri: path,
      querystring: grouped(pairsOf(query)),
      headers: Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, { value: text }])),
      cookies: grouped(cookies),
    },
  };
}

/** As they are spelled: CloudFront decodes neither names nor values. */
function pairsOf(query: string): Array<[string, string]> {
  return query
    .split('&')
    .filter(Boolean)
    .map((pair) => [pair.split('=')[0] ?? '', pair.split(/=(.*)/s)[1] ?? '']);
}

function grouped(pairs: Array<[string, string]>): Values {
  const values: Values = {};
  for (const [name, text] of pairs) {
    const known = values[name];
    if (!known) values[name] = { value: text };
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value: text }];
  }
  return values;
}

function requestFrom(changed: z.infer<typeof requestSchema>, original: WebRequest): WebRequest {
  const { method, uri, querystring, headers, cookies } = changed;
  const pairs = (values: Values) =>
    Object.entries(values).flatMap(([name, one]) =>
      (one.multiValue ?? [one]).map((each) => [name, each.value] as [string, string]),
    );
  const cookie = pairs(cookies)
    .map(([name, text]) => `${name}=${text}`)
    .join('; ');
  // An untouched query keeps its own spelling.
  const untouched =
    typeof querystring !== 'string' && JSON.stringify(querystring) === JSON.stringify(grouped(pairsOf(original.query)));
  const query =
    typeof querystring === 'string'
      ? querystring
      : pairs(querystring)
          .map(([name, text]) => encodeURI(`${name}=${text}`).replaceAll('%25', '%'))
          .join('&');
  return {
    ...original,
    method,
    path: uri,
    query: untouched ? original.query : query,
    headers: { ...Object.fromEntries(headersFrom(headers)), ...(cookie && { cookie }) },
  };
}

function replyFrom(
  { statusCode, headers, body }: z.infer<typeof responseSchema>,
  spoken: (header: [string, string]) => [string, string],
): WebReply {
  const content =
    typeof body === 'string'
      ? Buffer.from(body)
      : Buffer.from(body?.data ?? '', body?.encoding === 'base64' ? 'base64' : 'utf8');
  return { status: statusCode, headers: headersFrom(headers).map(spoken), body: content };
}

function headersFrom(values: Values): Array<[string, string]> {
  return Object.entries(values).map(([name, { value: text }]) => [name.toLowerCase(), text]);
}
