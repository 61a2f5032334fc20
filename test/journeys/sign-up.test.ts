import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { confirmLinkIn, signUp } from './reader.ts';
import { applyPublication, compose, poll, send, sendEdition } from './steps.ts';

const READER = 'leserin@example.net';
const ELSEWHERE = 'leser@example.net';

describe('a reader', () => {
  let journey: Journey;
  let publisher: Publisher;
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

  it('signs up, and is asked by mail to confirm', async () => {
    expect((await signUp(journey, READER)).status).toBe(200);
    const mail = await journey.receive(READER);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(confirmLinkIn(mail.text)).toMatch(/\/confirm\?t=/);
  });

  it('signs up on another website as well, with the form that was copied from here', async () => {
    const shown = await fetch(`${journey.url}/subscribe/schule/embed`);
    expect(shown.status).toBe(200);
    const form = load(load(await shown.text())('#snippet').text());
    const fields = form('input[type=hidden]').toArray();
    const typed = new URLSearchParams(
      Object.fromEntries(fields.map(({ attribs }) => [attribs.name, attribs.value ?? ''])),
    );
    typed.set('address', ELSEWHERE);
    const answer = await fetch(`${journey.url}/subscribe/schule`, {
      method: 'POST',
      body: typed,
      headers: { referer: 'https://schule.example/kontakt?von=ada' },
    });
    expect(answer.status).toBe(200);
    expect(confirmLinkIn((await journey.receive(ELSEWHERE)).text)).toMatch(/\/confirm\?t=/);
  });

  it('is not subscribed by whoever only looks at the link', async () => {
    const link = confirmLinkIn((await journey.receive(READER)).text);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
    expect(await statusOf(journey)).toBe('pending');
  });

  it('confirms with the button, also twice', async () => {
    const link = confirmLinkIn((await journey.receive(READER)).text);
    for (let press = 0; press < 2; press += 1) expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await statusOf(journey)).toBe('confirmed');
  });

  it('gets the edition, and leaves with one click of the mail program', async () => {
    await sendEdition(journey);
    const digest = await journey.receive(READER, 2);
    const { unsubscribe } = digest.headers.get('list') as unknown as { unsubscribe: { url: string } };
    expect((await fetch(unsubscribe.url)).status).toBe(200);
    expect(await statusOf(journey)).toBe('confirmed');
    for (let press = 0; press < 2; press += 1) {
      const left = await fetch(unsubscribe.url, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
        redirect: 'manual',
      });
      expect([left.status, left.headers.get('set-cookie')]).toEqual([200, null]);
    }
    expect(await statusOf(journey)).toBe('ended');
  });

  it('gets nothing any more after leaving, and the old confirmation link revives nobody', async () => {
    const link = confirmLinkIn((await journey.receive(READER)).text);
    await fetch(link, { method: 'POST' });
    expect(await statusOf(journey)).toBe('ended');
    publisher.publish({ id: 'b', title: 'Zweiter Beitrag', text: 'Text' });
    await poll(journey);
    const outcome = await compose(journey);
    const report = await send(journey, outcome.kind === 'composed' ? outcome.editionId : '');
    expect(report).toMatchObject({ audience: 0, accepted: 0 });
    expect(await journey.mailTo(READER)).toHaveLength(2);
  });

  it.each(['confirm', 'preferences', 'unsubscribe'])('cannot forge a link to %s', async (page) => {
    const forged = await fetch(`${journey.url}/${page}?t=AAAA.BBBB`, { method: 'POST' });
    expect([400, 404]).toContain(forged.status);
    expect(await forged.text()).not.toMatch(/at .*\.m?[jt]s:\d+/);
  });
});

async function statusOf({ run, url }: Journey): Promise<string | undefined> {
  const token = run.secret(run.outputs.ApiTokenArn ?? '');
  const response = await fetch(`${url}/api/v1/publications/schule/subscribers`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { subscribers } = (await response.json()) as { subscribers: { address: string; status: string }[] };
  return subscribers.find(({ address }) => address === READER)?.status;
}
