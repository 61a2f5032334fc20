/** A bucket as CloudFront reads it: with a signed request that the bucket's policy must allow. */

import { forward } from './forward.ts';
import type { Log } from './function-log.ts';
import type { Identities } from './identities.ts';
import type { Messaging } from './messaging.ts';
import { decoded, textReply, type WebReply, type WebRequest } from './web.ts';

export type BucketReader = (request: WebRequest) => Promise<WebReply>;

const PASSED_ON = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'expires',
  'etag',
  'last-modified',
  'accept-ranges',
]);

export function bucketReader(
  bucket: string,
  distributionArn: string,
  messaging: Messaging,
  identities: Identities,
  log: Log,
): BucketReader {
  const cloudFront = identities.service('cloudfront.amazonaws.com');
  const may = (action: string, resource: string) =>
    identities.decide(cloudFront, { action, resource, context: { 'aws:sourcearn': distributionArn } });
  return async ({ method, path }) => {
    if (method !== 'GET' && method !== 'HEAD')
      return s3Error(403, 'AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
    const key = decoded(path.slice(1));
    const { allowed, reason } = may('s3:GetObject', `arn:aws:s3:::${bucket}/${key}`);
    if (!allowed) {
      log(`✖ denied: CloudFront may not s3:GetObject on ${bucket} (${reason})`);
      return s3Error(403, 'AccessDenied', 'Access Denied');
    }
    const address = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const { status, headers, body } = key
      ? await forward(messaging, { method: 'GET', path: address, headers: {}, body: Buffer.alloc(0) })
      : { status: 404, headers: {}, body: '' };
    if (status !== 200) {
      const listable = may('s3:ListBucket', `arn:aws:s3:::${bucket}`).allowed;
      return listable
        ? s3Error(404, 'NoSuchKey', 'The specified key does not exist.')
        : s3Error(403, 'AccessDenied', 'Access Denied');
    }
    return {
      status,
      headers: Object.entries(headers).filter(([name]) => PASSED_ON.has(name)),
      body: Buffer.from(body),
    };
  };
}

function s3Error(status: number, code: string, message: string): WebReply {
  return textReply(
    status,
    'application/xml',
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}
