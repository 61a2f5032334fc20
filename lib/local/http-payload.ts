/** API Gateway's payload 2.0: a request as the function sees it, and its result as the viewer does. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ACCOUNT } from './attributes.ts';
import type { WebReply, WebRequest } from './web.ts';

const replySchema = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** A result without `statusCode` is taken as the body, as payload 2.0 says. */
export function replyOf(result: unknown): WebReply {
  const bare = result === null || typeof result !== 'object' || !('statusCode' in result);
  if (bare)
    return {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result)),
    };
  const parsed = replySchema.safeParse(result);
  if (!parsed.success) return message(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: [
      ...Object.entries(headers).map(([n, v]): [string, string] => [n.toLowerCase(), v]),
      ...cookies.map((c): [string, string] => ['set-cookie', c]),
    ],
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

export function message(status: number, text: string, headers: Record<string, string> = {}): WebReply {
  return {
    status,
    headers: [['content-type', 'application/json'], ...Object.entries(headers)],
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}

/** API Gateway hands claims on as text; a list comes as `[a b]`. */
export function textClaims(claims: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

export function eventOf(
  request: WebRequest,
  routeKey: string,
  pathParameters: Record<string, string>,
  apiId: string,
  authorizer?: object,
) {
  const { cookie, ...headers } = request.headers;
  const query = [...new URLSearchParams(request.query)];
  const queryStringParameters: Record<string, string> = {};
  for (const [name, value] of query)
    queryStringParameters[name] = name in queryStringParameters ? `${queryStringParameters[name]},${value}` : value;
  // Forms arrive in base64, as they do from API Gateway.
  const isText = /^(text\/|application\/(json|xml|javascript|[a-z.+-]*\+(json|xml)))/.test(
    headers['content-type'] ?? '',
  );
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query.length && { queryStringParameters }),
    ...(Object.keys(pathParameters).length && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName: headers.host,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
      ...authorizer,
    },
    ...(request.body.length && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}
