import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { subscriberImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { subscriberAnswer } from '../../lambdas/console/answers-people.ts';
import { erasureAnswer, personFileAnswer } from '../../lambdas/console/answers-person.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { everythingKept, placesOf, searchFor } from './searching.ts';
import { applyPublication, poll, sendEdition } from './steps.ts';

/** Names and domains that stand nowhere else. */
const FORMER = 'Wilhelmine.Sonderbar@xn--bcherei-n2a.example';
const TYPED = 'Wilhelmine.Sonderbar@Bücherei.example';
const NEW = 'W.Querfeldein@xn--frderturm-07a.example';
const NEW_TYPED = 'W.Querfeldein@Förderturm.example';
const SECOND = 'ottokar.niemalsda@lesesaal.example';
const STRANGER = 'nirgends.bekannt@fremde.example';
const IMPORTED = 'adelheid.eingelesen@vereinsliste.example';
const PEOPLE = [FORMER, NEW, SECOND, IMPORTED];
const PATIENCE = { timeoutMs: 20_000, firstPauseMs: 30 };

describe('the search for an address', () => {
  const isThere = searchFor(FORMER);
  const encoded = (text: string): { how: string; text: string | Buffer }[] => [
    { how: 'as it is', text },
    { how: 'in JSON in JSON', text: JSON.stringify({ body: JSON.stringify({ to: [{ emailAddress: text }] }) }) },
    { how: 'percent-encoded', text: `address=${encodeURIComponent(text)}&x=1` },
    { how: 'percent-encoded twice', text: encodeURIComponent(encodeURIComponent(text)) },
    { how: 'in base64', text: `{"body":"${Buffer.from(`address=${text}`).toString('base64')}"}` },
    { how: 'in base64url', text: `t=${Buffer.from(JSON.stringify({ text })).toString('base64url')}` },
    {
      how: 'in base64 in JSON in base64',
      text: Buffer.from(JSON.stringify({ a: Buffer.from(text).toString('base64') })).toString('base64'),
    },
    { how: 'in hexadecimal digits', text: Buffer.from(text).toString('hex') },
    {
      how: 'in JSON escapes',
      text: [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    },
    {
      how: 'in quoted-printable',
      text: [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    },
    { how: 'broken softly', text: `${text.slice(0, 5)}=\r\n${text.slice(5)}` },
    { how: 'zipped', text: gzipSync(text) },
  ];
  const spellings = [TYPED, TYPED.toUpperCase(), FORMER, 'wilhelmine.sonderbar', 'an die bücherei.example'];

  it.each(spellings.flatMap((text) => encoded(text).map((one) => ({ ...one, spelled: text }))))(
    'finds $spelled $how',
    ({ text }) => {
      expect(isThere(Buffer.from(text))).toBe(true);
    },
  );

  it('finds nobody in what is about others', () => {
    for (const { text } of encoded(`${SECOND} mag die Bücher, sonderbar`))
      expect(isThere(Buffer.from(text))).toBe(false);
  });
});

describe('a person who has everything about them erased', () => {
  let journey: Journey;
  let publisher: Publisher;
  let links: { unsubscribe: string; preferences: string; data: string; confirm: string };
  beforeAll(async () => {
    publisher = await openPublisher([{ id: 'a', title: 'Erster Beitrag', text: 'Text' }]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await poll(journey);
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  const find = (address: string) =>
    journey.api.post('/publications/schule/subscribers/search', { address }, subscriberAnswer);
  const post = (link: string, fields: Record<string, string> = {}) =>
    fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const tell = async (event: object) => {
    const answer = await fetch(`${journey.url}/_local/ses-events`, { method: 'POST', body: JSON.stringify(event) });
    expect(answer.status).toBe(200);
  };
  const linkIn = async (address: string, nth: number, page: string) => {
    const { text } = await journey.receive(address, nth);
    const [link] = new RegExp(`http\\S+/${page}\\?t=[\\w-]+`).exec(text ?? '') ?? [];
    if (!link) throw new Error(`There is no link to ${page} in: ${text}`);
    return link;
  };

  it('signs up with an address of many spellings, and is known in many places', async () => {
    expect((await signUp(journey, TYPED)).status).toBe(200);
    expect((await signUp(journey, SECOND)).status).toBe(200);
    for (const address of [FORMER, SECOND]) {
      expect((await post(confirmLinkIn((await journey.receive(address)).text))).status).toBe(200);
    }
    // What editors note and vouch for is free text.
    const { subscriberId } = await find(TYPED);
    await journey.api.patch(
      path`/publications/schule/subscribers/${subscriberId}`,
      { fields: { contact: `Frau ${TYPED}` } },
      z.unknown(),
    );
    const places = await placesOf(FORMER, journey);
    const kinds = places.map((place) => /person#\S+ \/ ([a-z-]+)/.exec(place)?.[1] ?? 'subscription');
    expect(new Set(kinds)).toEqual(new Set(['person', 'sign-up', 'subscription']));
  });

  it('changes the address, and gets an edition at the new one', async () => {
    await sendEdition(journey);
    const preferences = await linkIn(FORMER, 2, 'preferences');
    expect((await post(preferences, { action: 'address', address: NEW_TYPED })).status).toBe(200);
    expect((await post(await linkIn(NEW, 1, 'confirm-address'))).status).toBe(200);
    publisher.publish({ id: 'b', title: 'Zweiter Beitrag', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 2, accepted: 2 });
    links = {
      unsubscribe: await linkIn(NEW, 2, 'unsubscribe'),
      preferences: await linkIn(NEW, 2, 'preferences'),
      confirm: confirmLinkIn((await journey.receive(FORMER)).text),
      data: '',
    };
    expect((await placesOf(NEW, journey)).length).toBeGreaterThan(2);
  });

  it('is not reached for a time, and then for good', async () => {
    const bounce = (bounceType: string, messageId: string) => {
      const timestamp = new Date().toISOString();
      const bouncedRecipients = [{ emailAddress: NEW_TYPED, action: 'failed', status: '5.1.1' }];
      return {
        eventType: 'Bounce',
        bounce: { feedbackId: messageId, bounceType, bounceSubType: 'General', bouncedRecipients, timestamp },
        mail: { timestamp, messageId, destination: [NEW], tags: { campaign: ['schule-1'] } },
      };
    };
    await tell(bounce('Transient', 'sent-1'));
    const isSuppressed = async () => (await find(NEW)).suppression?.reason === 'permanent-bounce' || undefined;
    await tell(bounce('Permanent', 'sent-2'));
    expect(await until(isSuppressed, PATIENCE)).toBe(true);
  });

  it('is on a list that an editor brings, with somebody who is new', async () => {
    const list = `E-Mail;Schule\r\n${TYPED};Nord\r\n${IMPORTED};Süd\r\n`;
    expect(await bringIn(journey, list)).toMatchObject({ added: 1, left: 1 });
    expect((await find(IMPORTED)).subscription).toMatchObject({ status: 'confirmed', fields: { schule: 'Süd' } });
    // The file goes as soon as it is read in, and the report names lines.
    const places = await placesOf(IMPORTED, journey);
    expect(places.every((place) => place.startsWith('table'))).toBe(true);
  });

  it('asks what is held about them, and gets the link although they are suppressed', async () => {
    expect((await post(links.preferences, { action: 'data' })).status).toBe(200);
    links.data = await linkIn(NEW, 3, 'my-data');
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(links.data, { method })).status).toBe(200);
    const page = await (await fetch(links.data)).text();
    expect(load(page)('form[method=post]')).toHaveLength(2);
    expect(page).toContain('eine E-Mail als unzustellbar zurückkam');
    const file = personFileAnswer.parse(await (await post(links.data, { act: 'download' })).json());
    expect(file.addresses).toEqual([NEW, FORMER]);
    expect(JSON.stringify(file.subscriptions)).toContain(`Frau ${TYPED}`);
  });

  it('is found by the search wherever they are, by name in tables, by id in logs', async () => {
    for (const person of PEOPLE) {
      const places = await placesOf(person, journey);
      expect(places.some((place) => place.startsWith('table'))).toBe(true);
    }
    // A log names who was looked after, by id.
    const { subscriberId } = await find(NEW);
    const ofPerson = (await everythingKept(journey)).filter(({ bytes }) => bytes.includes(subscriberId));
    expect(
      ofPerson.map(({ where }) =>
        where
          .split(/[ :/\\]+/)
          .slice(0, 2)
          .join(' '),
      ),
    ).toContain('file logs');
  });

  it('would be found in a dead-letter queue and in a bucket', async () => {
    const client = { endpoint: journey.url, region: 'eu-central-1', credentials: journey.run.operator };
    const sqs = new SQSClient(client);
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const kept = await everythingKept(journey);
    const QueueUrl = kept
      .map(({ bytes }) => /"url":"([^"]*ConfirmationsDeadLetters[^"]*)"/.exec(bytes.toString())?.[1])
      .find(Boolean);
    const Bucket = kept.map(({ where }) => /^file objects.buckets.([^/\\]+)/.exec(where)?.[1]).find(Boolean);
    const Body = gzipSync(JSON.stringify([{ to: FORMER }]));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body.toString('base64') }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'planted', Body }));
    const planted = async () => {
      const places = await placesOf(FORMER, journey);
      return places.filter((place) => !place.startsWith('table')).map((place) => place.split(/[:/\\]/)[0]);
    };
    // Seen by nobody else while it is in flight, and still there.
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
    expect(Messages).toHaveLength(1);
    expect(await planted()).toEqual(['queues', 'file objects']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'planted' }));
    expect(await planted()).toEqual([]);
  });

  it('is erased by themselves: nothing without the tick, everything with it', async () => {
    expect((await post(links.data, { act: 'erase' })).status).toBe(400);
    expect((await find(NEW)).subscription?.status).toBe('confirmed');
    const erased = await post(links.data, { act: 'erase', sure: 'yes' });
    expect(erased.status).toBe(200);
    expect(await erased.text()).toContain('Ihre Daten sind gelöscht');
  });

  it('and a second one by an editor, and a stranger who only wrote a letter', async () => {
    for (const address of [SECOND, IMPORTED]) {
      const { subscriberId } = await find(address);
      const erase = path`/publications/schule/subscribers/${subscriberId}/erasure`;
      expect(await journey.api.post(erase, undefined, erasureAnswer)).toMatchObject({ publications: ['schule'] });
    }
    const letter = await journey.api.post(
      '/publications/schule/subscribers/erasure',
      { address: STRANGER },
      erasureAnswer,
    );
    expect(letter).toMatchObject({ erased: true, publications: [], proofs: 0 });
  });

  it('is nowhere any more: in no table, bucket, queue or log', async () => {
    for (const person of [...PEOPLE, STRANGER]) expect(await placesOf(person, journey)).toEqual([]);
  });

  it('leaves links that answer sensibly', async () => {
    for (const body of ['List-Unsubscribe=One-Click', '']) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const left = await fetch(links.unsubscribe, { method: 'POST', body, headers, redirect: 'manual' });
      expect([left.status, left.headers.get('set-cookie')]).toEqual([200, null]);
    }
    expect((await fetch(links.data)).status).toBe(200);
    for (const link of [links.preferences, links.confirm]) {
      expect([404, 410]).toContain((await post(link, { action: 'data' })).status);
    }
    for (const person of PEOPLE) expect(await placesOf(person, journey)).toEqual([]);
  });

  it('gets no edition, and nobody can enter them again', async () => {
    publisher.publish({ id: 'c', title: 'Dritter Beitrag', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 0 });
    const list = ['email', TYPED, NEW, SECOND, STRANGER, IMPORTED].join('\n');
    expect(await bringIn(journey, list)).toMatchObject({ erased: 5, added: 0 });
    for (const address of [TYPED, NEW, SECOND, STRANGER]) {
      const add = journey.api.post('/publications/schule/subscribers', { address, proof: 'Auf Papier' }, z.unknown());
      await expect(add).rejects.toThrow(/only its owner can change that/);
    }
    for (const person of [...PEOPLE, STRANGER]) expect(await placesOf(person, journey)).toEqual([]);
  });

  it('can come back by themselves, and is written to again', async () => {
    const before = (await journey.mailTo(NEW)).length;
    await signUp(journey, NEW_TYPED);
    const link = confirmLinkIn((await journey.receive(NEW, before + 1)).text);
    expect((await post(link)).status).toBe(200);
    expect(await find(NEW)).toMatchObject({ subscription: { status: 'confirmed' }, suppression: null });
    publisher.publish({ id: 'd', title: 'Vierter Beitrag', text: 'Text' });
    await poll(journey);
    expect(await sendEdition(journey)).toMatchObject({ audience: 1, accepted: 1 });
  });

  it('needed no right that a function does not have', () => {
    expect(journey.printed.filter((line) => /denied|refused|dead letter/i.test(line))).toEqual([]);
  });
});

/** Brings a list of people in, with every column but the first as a field. @returns what became of its lines */
async function bringIn({ api, url, run }: Journey, list: string) {
  const imports = '/publications/schule/imports';
  const { id } = await api.post(
    imports,
    { fileName: 'liste.csv', bytes: Buffer.byteLength(list) },
    subscriberImportAnswer,
  );
  const put = await fetch(`${url}/api/v1${imports}/${id}/parts/1`, {
    method: 'PUT',
    body: new Blob([list]),
    headers: { authorization: `Bearer ${run.secret(run.outputs.ApiTokenArn ?? '')}` },
  });
  expect(put.status).toBe(200);
  await api.post(`${imports}/${id}/upload-ended`, undefined, subscriberImportAnswer);
  const inState = (state: string) =>
    until(async () => {
      const now = await api.get(`${imports}/${id}`, subscriberImportAnswer);
      if (now.state === 'failed') throw new Error(`The import failed: ${JSON.stringify(now.problem)}`);
      return now.state === state ? now : undefined;
    }, PATIENCE);
  const read = await inState('ready');
  const mapping = read?.columns?.map((column, at) => (at === 0 ? 'address' : `field:${column.toLowerCase()}`));
  const provenance = 'Mitgliederliste des Vereins, Einwilligung auf dem Beitrittsbogen';
  await api.post(`${imports}/${id}/decision`, { mapping, provenance }, subscriberImportAnswer);
  return (await inState('done'))?.counters;
}
