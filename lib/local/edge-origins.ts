/** What a distribution stands in front of: buckets and HTTP APIs of the same template. */
import { z } from 'zod';
import type { BucketReader } from './bucket-origin.ts';
import { LocalError } from './errors.ts';
import type { HttpApi } from './http-api.ts';
import type { Stack } from './stack.ts';
import type { WebReply, WebRequest } from './web.ts';

export const originSchema = z.looseObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z.string().default(''),
  OriginAccessControlId: z.string().optional(),
  S3OriginConfig: z.unknown().optional(),
  CustomOriginConfig: z.unknown().optional(),
  OriginCustomHeaders: z.array(z.object({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
});

/** Two origins: the second answers what the first has nothing for. */
export const groupSchema = z.object({
  Id: z.string(),
  FailoverCriteria: z.object({ StatusCodes: z.object({ Items: z.array(z.number()) }) }),
  Members: z.object({ Items: z.tuple([z.object({ OriginId: z.string() }), z.object({ OriginId: z.string() })]) }),
});

export type Origin = (request: WebRequest) => Promise<WebReply>;

export interface Origins {
  apis: HttpApi[];
  bucket(name: string, distributionArn: string): BucketReader;
  /** The value of a secret by its ARN. */
  secret(arn: string): string | undefined;
}

export function readOrigin(
  id: string,
  origin: z.infer<typeof originSchema>,
  arn: string,
  stack: Stack,
  { apis, bucket, secret }: Origins,
): Origin {
  const { DomainName, OriginPath, OriginAccessControlId, OriginCustomHeaders } = origin;
  const [, bucketName] = /^(.+?)\.s3[.-]/.exec(DomainName) ?? [];
  if (bucketName) {
    const signed = stack.of('AWS::CloudFront::OriginAccessControl').some(({ ref }) => ref === OriginAccessControlId);
    if (!signed) throw new LocalError(`${id}: the bucket ${bucketName} is reached without an origin access control`);
    const read = bucket(bucketName, arn);
    return (request) => read({ ...request, path: `${OriginPath}${request.path}` });
  }
  const api = apis.find(({ host }) => DomainName.startsWith(`${host}.`));
  if (!api) throw new LocalError(`${id}: its origin ${DomainName} is neither a bucket nor an HTTP API of the template`);
  const own = Object.fromEntries(
    OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [
      HeaderName.toLowerCase(),
      withSecret(HeaderValue, secret, id),
    ]),
  );
  return (request) => {
    const headers = {
      host: DomainName,
      ...request.headers,
      ...own,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-proto': 'https',
      via: '1.1 local (CloudFront)',
    };
    return api.answer({ ...request, path: `${OriginPath}${request.path}`, headers });
  };
}

/** CloudFormation's way to put a secret's whole text into a property. */
function withSecret(value: string, secret: Origins['secret'], id: string): string {
  const [, arn = ''] = /^\{\{resolve:secretsmanager:(arn:.+?):SecretString:::\}\}$/.exec(value) ?? [];
  if (!arn) return value;
  const text = secret(arn);
  if (text === undefined)
    throw new LocalError(`${id}: an origin's header names the secret ${arn}, which does not exist`);
  return text;
}

/** CloudFront turns to the second origin with GET, HEAD and OPTIONS only. */
export function readGroup(id: string, group: z.infer<typeof groupSchema>, known: Map<string, Origin>): Origin {
  const [first, second] = group.Members.Items.map(({ OriginId }) => {
    const origin = known.get(OriginId);
    if (!origin) throw new LocalError(`${id}: the origin group ${group.Id} names ${OriginId}, which does not exist`);
    return origin;
  }) as [Origin, Origin];
  const fails = new Set(group.FailoverCriteria.StatusCodes.Items);
  return async (request) => {
    const reply = await first(request);
    return fails.has(reply.status) && ['GET', 'HEAD', 'OPTIONS'].includes(request.method) ? second(request) : reply;
  };
}
