/** Which IAM actions an S3 request needs. */
import type { Access, AwsRequest, Refusal } from './aws-request.ts';
import { decoded } from './web.ts';

export interface S3Call {
  bucket: string;
  key: string;
  kind: 'get' | 'put' | 'list' | 'delete';
  access: Access[];
}

/** What fauxqs answers with 200 and does not do. */
const PRETENDED = [
  'tagging',
  'versioning',
  'policy',
  'notification',
  'acl',
  'cors',
  'encryption',
  'website',
  'lifecycle',
  'retention',
  'legal-hold',
  'object-lock',
];

export function readS3Call({ method, path, headers, body }: AwsRequest): S3Call | Refusal {
  const { pathname, searchParams } = new URL(path, 'http://s3');
  const [, bucket = '', ...rest] = pathname.split('/');
  const key = decoded(rest.join('/'));
  const pretended = PRETENDED.find((name) => searchParams.has(name));
  if (pretended) return notImplemented(`The local S3 does not serve ?${pretended}`);
  if (method === 'PUT' && (headers['if-none-match'] || headers['if-match']))
    return notImplemented('The local S3 has no conditional PUT');

  const bucketArn = `arn:aws:s3:::${bucket}`;
  const object = (action: string, name = key): Access => ({ action: `s3:${action}`, resource: `${bucketArn}/${name}` });
  if (!key) {
    if (method === 'POST' && searchParams.has('delete')) {
      return { bucket, key, kind: 'delete', access: keysIn(body).map((name) => object('DeleteObject', name)) };
    }
    if (method !== 'GET' && method !== 'HEAD')
      return notImplemented(`Buckets come from the template; ${method} on ${bucket} is refused`);
    return {
      bucket,
      key,
      kind: 'list',
      access: [{ action: 's3:ListBucket', resource: bucketArn, context: prefixOf(searchParams) }],
    };
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return { bucket, key, kind: 'get', access: [object('GetObject')] };
    case 'PUT':
    case 'POST':
      return { bucket, key, kind: 'put', access: [object('PutObject'), ...copied(headers['x-amz-copy-source'])] };
    case 'DELETE':
      return {
        bucket,
        key,
        kind: 'delete',
        access: [object(searchParams.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject')],
      };
    default:
      return notImplemented(`The local S3 does not serve ${method}`);
  }
}

function prefixOf(query: URLSearchParams): Record<string, string> {
  return { 's3:prefix': query.get('prefix') ?? '' };
}

function copied(source: string | string[] | undefined): Access[] {
  if (!source) return [];
  return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${decoded(String(source)).replace(/^\//, '')}` }];
}

function keysIn(body: Buffer): string[] {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };
  const keys = body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g);
  return [...keys].map(([, key = '']) =>
    key.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity),
  );
}

function notImplemented(message: string): Refusal {
  return { status: 501, code: 'NotImplemented', message };
}
