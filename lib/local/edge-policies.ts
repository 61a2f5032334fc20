/** CloudFront's policies, managed and own: what is handed to the origin, what is added to the answer, what is compressed. */
import { z } from 'zod';
import { LocalError } from './errors.ts';
import { readProperties, type Stack } from './stack.ts';

export interface CachePolicy {
  gzip: boolean;
  brotli: boolean;
}

/** Which of a viewer's header (lower case), cookie and query names reach the origin. */
export interface OriginPolicy {
  header(name: string): boolean;
  cookie(name: string): boolean;
  query(name: string): boolean;
}

export interface AddedHeader {
  name: string;
  value: string;
  /** Replaces the origin's own. */
  override: boolean;
  /** Added only to requests from another origin. */
  cors?: boolean;
}

const all = () => true;
const none = () => false;
const NOTHING: OriginPolicy = { header: none, cookie: none, query: none };

const MANAGED_CACHE: Record<string, CachePolicy> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { gzip: false, brotli: false }, // CachingDisabled
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { gzip: true, brotli: true }, // CachingOptimized
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { gzip: false, brotli: false }, // CachingOptimizedForUncompressedObjects
};
const MANAGED_ORIGIN: Record<string, OriginPolicy> = {
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': { header: (name) => name !== 'host', cookie: all, query: all }, // AllViewerExceptHostHeader
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { header: all, cookie: all, query: all }, // AllViewer
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': {
    ...NOTHING,
    header: (name) => name === 'origin' || name.startsWith('access-control-request-'),
  }, // CORS-S3Origin
};

const soft = (name: string, value: string): AddedHeader => ({ name, value, override: false });
const SECURITY: AddedHeader[] = [
  soft('x-xss-protection', '1; mode=block'),
  soft('x-frame-options', 'SAMEORIGIN'),
  soft('referrer-policy', 'strict-origin-when-cross-origin'),
  { name: 'x-content-type-options', value: 'nosniff', override: true },
  soft('strict-transport-security', 'max-age=31536000'),
];
const CORS: AddedHeader[] = [{ ...soft('access-control-allow-origin', '*'), cors: true }];
const MANAGED_HEADERS: Record<string, AddedHeader[]> = {
  '67f7725c-6f97-4210-82d7-5512b31e9d03': SECURITY,
  '60669652-455b-4ae9-85a4-c4c02393f86c': CORS,
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': [...CORS, ...SECURITY],
};

const choiceSchema = (behavior: string, list: string) =>
  z.looseObject({ [behavior]: z.string(), [list]: z.array(z.string()).optional() });
const cacheSchema = z.object({
  CachePolicyConfig: z.looseObject({
    ParametersInCacheKeyAndForwardedToOrigin: z.looseObject({
      EnableAcceptEncodingGzip: z.boolean().default(false),
      EnableAcceptEncodingBrotli: z.boolean().default(false),
    }),
  }),
});
const originSchema = z.object({
  OriginRequestPolicyConfig: z.looseObject({
    HeadersConfig: choiceSchema('HeaderBehavior', 'Headers'),
    CookiesConfig: choiceSchema('CookieBehavior', 'Cookies'),
    QueryStringsConfig: choiceSchema('QueryStringBehavior', 'QueryStrings'),
  }),
});
const text = z.looseObject({ Override: z.boolean() });
const headersSchema = z.object({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string(), Override: z.boolean() })) })
      .optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: text.extend({ ContentSecurityPolicy: z.string() }).optional(),
        ContentTypeOptions: text.optional(),
        FrameOptions: text.extend({ FrameOption: z.string() }).optional(),
        ReferrerPolicy: text.extend({ ReferrerPolicy: z.string() }).optional(),
        StrictTransportSecurity: text
          .extend({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.boolean().optional(),
            Preload: z.boolean().optional(),
          })
          .optional(),
      })
      .optional(),
    CorsConfig: z
      .looseObject({ AccessControlAllowOrigins: z.object({ Items: z.array(z.string()) }), OriginOverride: z.boolean() })
      .optional(),
  }),
});

export function cachePolicy(id: string, stack: Stack): CachePolicy {
  const own = find(stack, 'AWS::CloudFront::CachePolicy', id);
  if (!own) return managed(MANAGED_CACHE, id);
  const parameters = readProperties(cacheSchema, own).CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
  return { gzip: parameters.EnableAcceptEncodingGzip, brotli: parameters.EnableAcceptEncodingBrotli };
}

export function originPolicy(id: string | undefined, stack: Stack): OriginPolicy {
  if (!id) return NOTHING;
  const own = find(stack, 'AWS::CloudFront::OriginRequestPolicy', id);
  if (!own) return managed(MANAGED_ORIGIN, id);
  const { HeadersConfig, CookiesConfig, QueryStringsConfig } = readProperties(
    originSchema,
    own,
  ).OriginRequestPolicyConfig;
  return {
    header: chosen(HeadersConfig, 'HeaderBehavior', 'Headers'),
    cookie: chosen(CookiesConfig, 'CookieBehavior', 'Cookies'),
    query: chosen(QueryStringsConfig, 'QueryStringBehavior', 'QueryStrings'),
  };
}

function chosen(config: Record<string, unknown>, behavior: string, list: string): (name: string) => boolean {
  const names = new Set(((config[list] ?? []) as string[]).map((name) => name.toLowerCase()));
  const kind = String(config[behavior]);
  if (kind === 'none') return none;
  if (kind === 'all' || kind === 'allViewer') return all;
  if (kind === 'whitelist') return (name) => names.has(name.toLowerCase());
  if (kind === 'allExcept') return (name) => !names.has(name.toLowerCase());
  throw new LocalError(`The local run does not know the origin request behaviour ${kind}`);
}

export function addedHeaders(id: string | undefined, stack: Stack): AddedHeader[] {
  if (!id) return [];
  const own = find(stack, 'AWS::CloudFront::ResponseHeadersPolicy', id);
  if (!own) return managed(MANAGED_HEADERS, id);
  const {
    CustomHeadersConfig,
    SecurityHeadersConfig: security,
    CorsConfig,
  } = readProperties(headersSchema, own).ResponseHeadersPolicyConfig;
  const headers: AddedHeader[] = (CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header.toLowerCase(),
    value: Value,
    override: Override,
  }));
  const add = (name: string, part: { Override: boolean } | undefined, value: string | undefined) => {
    if (part) headers.push({ name, value: String(value), override: part.Override });
  };
  add(
    'content-security-policy',
    security?.ContentSecurityPolicy,
    security?.ContentSecurityPolicy?.ContentSecurityPolicy,
  );
  add('x-content-type-options', security?.ContentTypeOptions, 'nosniff');
  add('x-frame-options', security?.FrameOptions, security?.FrameOptions?.FrameOption);
  add('referrer-policy', security?.ReferrerPolicy, security?.ReferrerPolicy?.ReferrerPolicy);
  const transport = security?.StrictTransportSecurity;
  const more = `${transport?.IncludeSubdomains ? '; includeSubDomains' : ''}${transport?.Preload ? '; preload' : ''}`;
  add('strict-transport-security', transport, `max-age=${transport?.AccessControlMaxAgeSec}${more}`);
  if (CorsConfig)
    headers.push({
      name: 'access-control-allow-origin',
      value: CorsConfig.AccessControlAllowOrigins.Items.join(','),
      override: CorsConfig.OriginOverride,
      cors: true,
    });
  return headers;
}

function find(stack: Stack, type: string, id: string) {
  return stack.of(type).find(({ ref }) => ref === id);
}

function managed<T>(known: Record<string, T>, id: string): T {
  const policy = known[id];
  if (!policy) throw new LocalError(`The local run does not know CloudFront's managed policy ${id}`);
  return policy;
}
