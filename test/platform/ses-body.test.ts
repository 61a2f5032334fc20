import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { describe, expect, it } from 'vitest';
import { writeMailsOnce } from '../../lambdas/platform/ses-body.ts';

/** The request as it would be sent, signed. */
async function requestOf(raw: Uint8Array, prepare: (client: SESClient) => void) {
  const client = new SESClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  prepare(client);
  const requests: { body: unknown; headers: Record<string, string> }[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      requests.push(args.request as (typeof requests)[number]);
      throw new Error('Enough is seen');
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const command = new SendRawEmailCommand({
    Source: 'Schule „Region“ <news@mail.example.org>',
    Destinations: ['erika+RawMessage.Data=&@example.net'],
    RawMessage: { Data: raw },
    ConfigurationSetName: 'bulk',
    Tags: [{ Name: 'chunk', Value: '00-000001' }],
  });
  await client.send(command).catch(() => {});
  const [{ body, headers } = { body: undefined, headers: {} }] = requests;
  return {
    body: Buffer.from(body as string).toString(),
    length: headers['content-length'],
    hash: headers['x-amz-content-sha256'],
  };
}

describe('a mail put into its request by us', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  it.each([
    { what: 'every byte', raw: everyByte },
    { what: 'padding of one', raw: Buffer.from('ab') },
    { what: 'padding of two', raw: Buffer.from('a') },
    { what: 'a part of a larger piece of memory', raw: everyByte.subarray(60, 130) },
    { what: 'nothing', raw: new Uint8Array() },
    { what: '100 kB', raw: Buffer.from('Fünf neue Häuser? >>> öffnen'.repeat(3_500)) },
  ])('is byte for byte what the SDK would send: $what', async ({ raw }) => {
    const ours = await requestOf(raw, writeMailsOnce);
    expect(ours).toEqual(await requestOf(raw, () => {}));
    expect(ours.body).toContain('Destinations.member.1=erika');
  });
});
