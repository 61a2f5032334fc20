import { AwsClient } from 'aws4fetch';
import { requireEnv, settingOrNothing } from './env.ts';
import type { ReadableObjects } from './objects.ts';

/** Of an answer that says "not now". */
const RETRIES = 3;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Reads objects of a bucket as they were stored, without the S3 client: that is two hundred kilobytes, which every cold start of a
 * function that only reads would load for nothing. Not for objects that are stored compressed, which arrive unpacked.
 */
export function objectReader(bucket: string): ReadableObjects {
  const region = requireEnv('AWS_REGION');
  const origin = originOf(bucket, region);
  const client = new AwsClient({
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    sessionToken: settingOrNothing('AWS_SESSION_TOKEN'),
    service: 's3',
    region,
    retries: RETRIES,
  });
  return {
    async get(key) {
      const url = `${origin}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const answer = await ask(client, url).catch(() => ask(client, url));
      if (answer.ok) return { body: new Uint8Array(await answer.arrayBuffer()) };
      const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? '';
      if (code === 'NoSuchKey') return undefined;
      throw new Error(`S3 answered ${answer.status} ${code}`.trim());
    },
  };
}

/** The connection of a function that slept may be gone: asking again opens another. */
const ask = (client: AwsClient, url: string) => client.fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });

/** As the SDK finds it. */
function originOf(bucket: string, region: string): string {
  const endpoint = settingOrNothing('AWS_ENDPOINT_URL_S3') ?? settingOrNothing('AWS_ENDPOINT_URL');
  return endpoint ? `${endpoint.replace(/\/$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
}
