import { createHash } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  body: Uint8Array;
  contentType?: string;
  metadata: Record<string, string>;
}

export interface ObjectOptions {
  contentType: string;
  cacheControl?: string;
  /** Of a body that is compressed already: `br`, `gzip`. */
  contentEncoding?: string;
  metadata?: Record<string, string>;
}

/** What is enough for those who only want the bytes. */
export interface ReadableObjects {
  /** @returns undefined when there is no such object (the role needs s3:ListBucket to be told so) */
  get(key: string): Promise<Pick<StoredObject, 'body'> | undefined>;
}

/** One bucket, or a part of it, spoken to by key. */
export interface Objects extends ReadableObjects {
  /** @returns undefined when there is no such object (the role needs s3:ListBucket to be told so) */
  get(key: string): Promise<StoredObject | undefined>;
  put(key: string, body: Uint8Array | string, options: ObjectOptions): Promise<void>;
  delete(key: string): Promise<void>;
}

export function objectsIn(bucket: string, client = new S3Client()): Objects {
  return {
    async get(key) {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        if (!found.Body) return undefined;
        return {
          body: await found.Body.transformToByteArray(),
          contentType: found.ContentType,
          metadata: found.Metadata ?? {},
        };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async put(key, body, { contentType, cacheControl, contentEncoding, metadata }) {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          CacheControl: cacheControl,
          ContentEncoding: contentEncoding,
          Metadata: metadata,
        }),
      );
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}

type Headers = Pick<ObjectOptions, 'cacheControl' | 'contentEncoding'>;

/** The same promises in memory, for tests. */
export function objectsInMemory(): Objects & {
  stored: Map<string, StoredObject & Headers>;
  puts: number;
} {
  const stored = new Map<string, StoredObject & Headers>();
  return {
    stored,
    puts: 0,
    async get(key) {
      return stored.get(key);
    },
    async put(key, body, { contentType, cacheControl, contentEncoding, metadata = {} }) {
      this.puts += 1;
      stored.set(key, {
        body: typeof body === 'string' ? Buffer.from(body) : body,
        contentType,
        cacheControl,
        ...(contentEncoding ? { contentEncoding } : {}),
        metadata,
      });
    },
    async delete(key) {
      stored.delete(key);
    },
  };
}

/** SHA-256 in hex. */
export function contentHash(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('hex');
}
