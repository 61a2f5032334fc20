import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { describe, expect, it } from 'vitest';
import { mailSender } from '../../lambdas/platform/ses-body.ts';

const envelope = {
  Source: 'Schule „Region“ <news@mail.example.org>',
  Destinations: ['erika+RawMessage.Data=&@example.net'],
  ConfigurationSetName: 'bulk',
  Tags: [{ Name: 'chunk', Value: '00-000001' }],
};

/** The request as it would be sent, signed. */
async function requestOf(send: (client: SESClient) => Promise<unknown>) {
  const client = new SESClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const requests: { body: unknown; headers: Record<string, string> }[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      requests.push(args.request as (typeof requests)[number]);
      throw new Error('Enough is seen');
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await expect(send(client)).rejects.toThrow('Enough is seen');
  const [{ body, headers } = { body: undefined, headers: {} }] = requests;
  return {
    body: Buffer.from(body as string).toString(),
    length: headers['content-length'],
    hash: headers['x-amz-content-sha256'],
  };
}

describe('a mail put into its request by us', () => {
  const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
  it.each([
    { what: 'every byte', raw: everyByte },
    { what: 'padding of one', raw: 'ab' },
    { what: 'padding of two', raw: 'a' },
    { what: 'a mail of many pieces', raw: Array.from({ length: 90 }, (_, at) => everyByte.slice(at)).join('') },
    { what: '100 kB', raw: 'F=C3=BCnf neue H=C3=A4user? >>> =C3=B6ffnen'.repeat(2_500) },
  ])('is byte for byte what the SDK would send: $what', async ({ raw }) => {
    const ours = await requestOf((client) => mailSender(client)(envelope, raw));
    const Data = Buffer.from(raw, 'latin1');
    const theirs = await requestOf((client) =>
      client.send(new SendRawEmailCommand({ ...envelope, RawMessage: { Data } })),
    );
    expect(ours).toEqual(theirs);
    expect(ours.body).toContain('Destinations.member.1=erika');
  });

  it('is each in the request of its own envelope, however many are under way', async () => {
    const bodies: string[] = [];
    const client = new SESClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    client.middlewareStack.add(
      () => async (args) => {
        bodies.push(Buffer.from((args.request as { body: string }).body).toString());
        throw new Error('Enough is seen');
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const send = mailSender(client);
    const senders = Array.from({ length: 10 }, (_, at) => `s${at}@a.example`);
    await Promise.allSettled(senders.map((Source) => send({ ...envelope, Source }, `From: ${Source}`)));
    const sent = bodies.map((body) => new URLSearchParams(body));
    expect(sent.map((body) => body.get('Source')).sort()).toEqual(senders);
    for (const body of sent) expect(atob(body.get('RawMessage.Data') ?? '')).toBe(`From: ${body.get('Source')}`);
  });

  it.each([
    { what: 'an empty one', send: (client: SESClient) => mailSender(client)(envelope, '') },
    {
      what: 'one that was given to the SDK instead',
      send: (client: SESClient) => {
        mailSender(client);
        return client.send(new SendRawEmailCommand({ ...envelope, RawMessage: { Data: Buffer.from('a') } }));
      },
    },
  ])('is never sent when it is $what', async ({ send }) => {
    const client = new SESClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    await expect(send(client)).rejects.toThrow('writes the field of the message in another way');
  });
});
