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

export type Origin = (request: WebRequest) => Promise<WebReply>;

export interface Origins {
  apis: HttpApi[];
  bucket(name: string, distributionArn: string): BucketReader;
}

export function readOrigin(
  id: string,
  origin: z.infer<typeof originSchema>,
  arn: string,
  stack: Stack,
  { apis, bucket }: Origins,
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
    OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
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
