/** The CloudFront distribution: behaviours by path, their functions and policies, and the origins behind them. Nothing is cached. */
import { z } from 'zod';
import { ACCOUNT } from './attributes.ts';
import { finish } from './delivery-of-bytes.ts';
import { type EdgeFunction, edgeFunction } from './edge-functions.ts';
import { groupSchema, type Origin, type Origins, originSchema, readGroup, readOrigin } from './edge-origins.ts';
import {
  type AddedHeader,
  addedHeaders,
  type CachePolicy,
  cachePolicy,
  type OriginPolicy,
  originPolicy,
} from './edge-policies.ts';
import { LocalError } from './errors.ts';
import { wildcard } from './policies.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';
import { decoded, textReply, type WebReply, type WebRequest } from './web.ts';

const behaviorSchema = z.strictObject({
  PathPattern: z.string().optional(),
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  CachedMethods: z.array(z.string()).optional(),
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  Compress: z.boolean().default(false),
  FunctionAssociations: z
    .array(z.object({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: z.string() }))
    .default([]),
  ViewerProtocolPolicy: z.string(),
});
const distributionSchema = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().default(''),
    DefaultCacheBehavior: behaviorSchema,
    CacheBehaviors: z.array(behaviorSchema).default([]),
    Origins: z.array(originSchema),
    OriginGroups: z.object({ Items: z.array(groupSchema).default([]) }).default({ Items: [] }),
    CustomErrorResponses: z
      .array(
        z.object({
          ErrorCode: z.number(),
          ResponseCode: z.number().optional(),
          ResponsePagePath: z.string().optional(),
        }),
      )
      .default([]),
  }),
});
type ErrorPage = z.infer<typeof distributionSchema>['DistributionConfig']['CustomErrorResponses'][number];

interface Behavior {
  pattern: RegExp;
  methods: Set<string>;
  origin: Origin;
  toOrigin: OriginPolicy;
  compress: CachePolicy | undefined;
  added: AddedHeader[];
  onRequest: EdgeFunction | undefined;
  onResponse: EdgeFunction | undefined;
}

export function readDistribution(
  resource: Deployed,
  stack: Stack,
  origins: Origins,
): (request: WebRequest) => Promise<WebReply> {
  const { DistributionConfig: config } = readProperties(distributionSchema, resource);
  const arn = `arn:aws:cloudfront::${ACCOUNT}:distribution/${resource.ref}`;
  const byId = new Map(
    config.Origins.map((origin) => [origin.Id, readOrigin(resource.id, origin, arn, stack, origins)]),
  );
  for (const group of config.OriginGroups.Items) byId.set(group.Id, readGroup(resource.id, group, byId));
  const behaviors = [...config.CacheBehaviors, config.DefaultCacheBehavior].map((raw): Behavior => {
    const origin = byId.get(raw.TargetOriginId);
    if (!origin) throw new LocalError(`${resource.id}: there is no origin ${raw.TargetOriginId}`);
    const on = (type: string) => {
      const found = raw.FunctionAssociations.find(({ EventType }) => EventType === type);
      return found && edgeFunction(found.FunctionARN, stack);
    };
    return {
      pattern: wildcard(`/${(raw.PathPattern ?? '*').replace(/^\//, '')}`),
      methods: new Set(raw.AllowedMethods),
      origin,
      toOrigin: originPolicy(raw.OriginRequestPolicyId, stack),
      compress: raw.Compress ? cachePolicy(raw.CachePolicyId, stack) : undefined,
      added: addedHeaders(raw.ResponseHeadersPolicyId, stack),
      onRequest: on('viewer-request'),
      onResponse: on('viewer-response'),
    };
  });

  return async (viewer) => {
    const behavior = behaviors.find(({ pattern }) => pattern.test(viewer.path));
    if (!behavior?.methods.has(viewer.method)) return methodNotAllowed();
    const changed = (await behavior.onRequest?.request(viewer)) ?? viewer;
    if ('status' in changed) return changed;
    const request = changed.path === '/' ? { ...changed, path: `/${config.DefaultRootObject}` } : changed;
    const original = await behavior.origin(forOrigin(request, behavior.toOrigin));
    const reply = await withErrorPage(original, config.CustomErrorResponses, (path) => page(path, request));
    const finished = withHeaders(request, finish(request, reply, behavior.compress), behavior.added);
    // Not even when an error page turns the origin's refusal into 200.
    return behavior.onResponse && original.status < 400 ? behavior.onResponse.response(request, finished) : finished;
  };

  /** An error page comes from the behaviour its own path falls under. */
  async function page(path: string, request: WebRequest): Promise<WebReply> {
    const behavior = behaviors.find(({ pattern }) => pattern.test(path));
    return behavior
      ? behavior.origin(forOrigin({ ...request, method: 'GET', path, query: '' }, behavior.toOrigin))
      : methodNotAllowed();
  }
}

function forOrigin(request: WebRequest, policy: OriginPolicy): WebRequest {
  const cookies = (request.headers.cookie ?? '')
    .split(/;\s*/)
    .filter((pair) => pair && policy.cookie(pair.split('=')[0] ?? ''));
  const headers = Object.entries(request.headers).filter(([name]) => name !== 'cookie' && policy.header(name));
  const query = request.query.split('&').filter((pair) => pair && policy.query(decoded(pair.split('=')[0] ?? '')));
  // What describes the body reaches the origin whatever the policy.
  const type = request.headers['content-type'];
  const kept: Record<string, string> = { ...(type && { 'content-type': type }), ...Object.fromEntries(headers) };
  if (cookies.length) kept.cookie = cookies.join('; ');
  return { ...request, query: query.join('&'), headers: kept };
}

async function withErrorPage(
  reply: WebReply,
  pages: ErrorPage[],
  read: (path: string) => Promise<WebReply>,
): Promise<WebReply> {
  const custom = pages.find(({ ErrorCode }) => ErrorCode === reply.status);
  if (!custom?.ResponsePagePath) return reply;
  const page = await read(custom.ResponsePagePath);
  return page.status === 200 ? { ...page, status: custom.ResponseCode ?? reply.status } : reply;
}

function withHeaders(request: WebRequest, reply: WebReply, added: AddedHeader[]): WebReply {
  const headers = added
    .filter(({ cors }) => !cors || request.headers.origin)
    .reduce((list, { name, value, override }): Array<[string, string]> => {
      if (!override && list.some(([known]) => known === name)) return list;
      return [...list.filter(([known]) => known !== name), [name, value]];
    }, reply.headers);
  return { ...reply, headers };
}

function methodNotAllowed(): WebReply {
  return textReply(
    403,
    'text/html',
    '<h1>403 ERROR</h1><p>This distribution is not configured to allow the HTTP request method that was used for this request.</p>\n',
  );
}
