/** HTTP APIs: routes to functions with payload 2.0, as API Gateway calls them. */
import { z } from 'zod';
import { LocalError } from './errors.ts';
import type { LocalFunction } from './functions.ts';
import { eventOf, message, replyOf, textClaims } from './http-payload.ts';
import { PAYLOAD_LIMIT_BYTES } from './instance.ts';
import { readProperties, type Stack } from './stack.ts';
import { decoded, type WebReply, type WebRequest } from './web.ts';

const routeSchema = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).max(0, { error: 'scopes are not judged here' }).optional(),
});
const integrationSchema = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().max(30_000).default(30_000),
});
const authorizerSchema = z.object({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.array(z.string()).length(1),
  JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }),
});
export interface JwtRule {
  issuer: string;
  audience: string[];
  /** As `$request.header.Authorization`. */
  source: string;
}
/** @returns the claims, or nothing when the token is not one of ours */
export type VerifyJwt = (token: string, rule: JwtRule) => Promise<Record<string, unknown> | undefined>;

interface Route {
  key: string;
  method: string;
  parts: string[];
  target: LocalFunction;
  timeoutMs: number;
  jwt: JwtRule | undefined;
}

export interface HttpApi {
  id: string;
  host: string;
  answer(request: WebRequest): Promise<WebReply>;
}

export function readHttpApis(stack: Stack, functions: LocalFunction[], verify: VerifyJwt): HttpApi[] {
  return stack.of('AWS::ApiGatewayV2::Api').map(({ id, ref, properties }) => {
    if (properties.ProtocolType !== 'HTTP')
      throw new LocalError(`${id}: only HTTP APIs are served, not ${String(properties.ProtocolType)}`);
    const routes = stack.of('AWS::ApiGatewayV2::Route').filter((route) => route.properties.ApiId === ref);
    const read = routes.map((route) => readRoute(route.id, readProperties(routeSchema, route), stack, functions));
    // Most specific first: an exact segment before a parameter before the greedy rest, a method before ANY.
    const ordered = read.sort((a, b) => rank(a).localeCompare(rank(b)));
    return { id, host: `${ref}.execute-api`, answer: (request) => answer(request, ordered, ref, verify) };
  });
}

function readRoute(id: string, route: z.infer<typeof routeSchema>, stack: Stack, functions: LocalFunction[]): Route {
  const integration = stack
    .of('AWS::ApiGatewayV2::Integration')
    .find(({ ref }) => route.Target === `integrations/${ref}`);
  if (!integration) throw new LocalError(`${id}: its target ${route.Target} is not in the template`);
  const { IntegrationUri, TimeoutInMillis } = readProperties(integrationSchema, integration);
  const target = functions.find(({ arn }) => IntegrationUri.includes(arn));
  if (!target) throw new LocalError(`${id}: its integration calls no function of the template`);
  const permitted = stack
    .of('AWS::Lambda::Permission')
    .some(
      ({ properties }) =>
        properties.Principal === 'apigateway.amazonaws.com' &&
        [target.arn, target.name].includes(String(properties.FunctionName)),
    );
  if (!permitted) throw new LocalError(`${id}: no AWS::Lambda::Permission lets the API call ${target.id}`);
  const [method = 'ANY', path = ''] = route.RouteKey === '$default' ? ['ANY', '/{proxy+}'] : route.RouteKey.split(' ');
  return {
    key: route.RouteKey,
    method,
    parts: segments(path),
    target,
    timeoutMs: TimeoutInMillis,
    jwt: jwtRule(route, stack),
  };
}

function jwtRule({ AuthorizationType, AuthorizerId }: z.infer<typeof routeSchema>, stack: Stack): JwtRule | undefined {
  if (AuthorizationType === 'NONE') return undefined;
  const authorizer = stack.of('AWS::ApiGatewayV2::Authorizer').find(({ ref }) => ref === AuthorizerId);
  if (!authorizer) throw new LocalError(`The authorizer ${AuthorizerId} is not in the template`);
  const { IdentitySource, JwtConfiguration } = readProperties(authorizerSchema, authorizer);
  return { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience, source: String(IdentitySource[0]) };
}

const segments = (path: string) => path.split('/').filter(Boolean);

function rank({ key, method, parts }: Route): string {
  if (key === '$default') return '~~';
  const path = parts.map((part) => (part.endsWith('+}') ? '3' : part.startsWith('{') ? '2' : '1')).join('');
  return `${path.padEnd(30, '4')}${method === 'ANY' ? '2' : '1'}`;
}

function match(route: Route, method: string, path: string): Record<string, string> | undefined {
  if (route.method !== 'ANY' && route.method !== method) return undefined;
  if (route.key === '$default') return {};
  const given = segments(path);
  const parameters: Record<string, string> = {};
  for (const [i, part] of route.parts.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    if (name?.[2]) {
      if (i >= given.length) return undefined;
      parameters[String(name[1])] = decoded(given.slice(i).join('/'));
      return parameters;
    }
    const value = given[i];
    if (value === undefined) return undefined;
    if (name) parameters[String(name[1])] = decoded(value);
    else if (part !== value) return undefined;
  }
  return given.length === route.parts.length ? parameters : undefined;
}

async function answer(request: WebRequest, routes: Route[], apiId: string, verify: VerifyJwt): Promise<WebReply> {
  for (const route of routes) {
    const parameters = match(route, request.method, request.path);
    if (!parameters) continue;
    const claims = route.jwt ? await verify(tokenIn(request, route.jwt.source), route.jwt) : undefined;
    if (route.jwt && !claims) return message(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
    const authorizer = claims && { authorizer: { jwt: { claims: textClaims(claims), scopes: null } } };
    const event = eventOf(request, route.key, parameters, apiId, authorizer);
    const isTooLong = Buffer.byteLength(JSON.stringify(event)) > PAYLOAD_LIMIT_BYTES;
    return isTooLong ? message(413, 'Request Too Long') : invoke(route, event);
  }
  return message(404, 'Not Found');
}

async function invoke(route: Route, event: unknown): Promise<WebReply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, route.timeoutMs, 'late');
  });
  try {
    const result = await Promise.race([route.target.invoke(event), late]);
    return result === 'late' ? message(503, 'Service Unavailable') : replyOf(result);
  } catch {
    // Already reported by the function itself.
    return message(500, 'Internal Server Error');
  } finally {
    clearTimeout(timer);
  }
}

function tokenIn({ headers }: WebRequest, source: string): string {
  const name = source.replace(/^\$request\.header\./, '').toLowerCase();
  return (headers[name] ?? '').replace(/^Bearer\s+/i, '');
}
