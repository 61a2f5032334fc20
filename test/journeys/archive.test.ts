import ical from 'node-ical';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { acceptedAnswer, editionAnswer, keysAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { applyPublication, sendEdition, subscribe } from './steps.ts';

const READER = 'erika@example.net';
const PATIENCE = { timeoutMs: 30_000, firstPauseMs: 100 };
const EVENT = { startsAt: '2099-11-26T16:00:00+01:00', endsAt: '2099-11-26T18:00:00+01:00', place: 'Halle 5, Essen' };

describe('the archive', () => {
  let journey: Journey;
  let keys: { articlesUrl: string; apiKey: string };
  beforeAll(async () => {
    journey = await beginJourney();
    await apply();
    const wish = { kind: 'push', title: 'Unser CMS' };
    const { id } = await journey.api.post('/publications/schule/sources', wish, sourceAnswer);
    keys = await journey.api.get(path`/publications/schule/sources/${id}/key`, keysAnswer);
    await subscribe(journey, READER);
  });
  afterAll(() => journey.end());

  const apply = (more = {}) => applyPublication(journey, 'http://127.0.0.1:9/feed', [], more);

  /** Sends an edition of one article that has just come in. @returns the address of its page, as its mail has it */
  async function sendOneOf(article: { id: string; title: string; event?: object }, nth: number): Promise<string> {
    const response = await fetch(keys.articlesUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...article, url: `https://schule.example/${article.id}` }),
    });
    const { pollId, source } = acceptedAnswer.parse(await response.json());
    await until(async () => {
      const { lastPollId } = await journey.api.get(path`/publications/schule/sources/${source}`, sourceAnswer);
      return lastPollId === pollId ? true : undefined;
    }, PATIENCE);
    expect(await sendEdition(journey)).toMatchObject({ status: 'closed', accepted: 1 });
    const { text = '' } = await journey.receive(READER, nth);
    return /http\S+\/archive\/\S+/.exec(text)?.[0] ?? '';
  }
  const read = async (address: string) => {
    const response = await fetch(new URL(address, journey.url));
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  /** What is there once a rebuild has brought it. */
  const readOnce = (address: string, isThere: (text: string, status: number) => boolean) =>
    until(async () => {
      const answer = await read(address);
      return isThere(answer.text, answer.status) ? answer : undefined;
    }, PATIENCE);

  it('leads from an event to a file that calendars read', async () => {
    const address = await sendOneOf({ id: 'forum', title: 'Bildungsforum', event: EVENT }, 1);
    const page = await read(address);
    const [file = ''] = /http[^"]+\.ics(?=" aria-label="Termin speichern)/.exec(page.text) ?? [];
    const saved = await readOnce(file, (_, status) => status === 200);
    expect(saved?.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const [event] = Object.values(ical.sync.parseICS(saved?.text ?? '')).flatMap((part) =>
      part?.type === 'VEVENT' ? [part] : [],
    );
    expect(event).toMatchObject({
      summary: 'Bildungsforum',
      location: 'Halle 5, Essen',
      start: new Date(EVENT.startsAt),
    });
  });

  it('leads from each edition to the next, and from the list to all', async () => {
    const second = await sendOneOf({ id: 'netz', title: 'Das Netz wächst' }, 2);
    expect((await read('/archive/schule/1')).text).toContain('rel="next" class="next" href="/archive/schule/2"');
    expect((await read(second)).text).toContain('rel="prev" class="prev" href="/archive/schule/1"');
    const list = await readOnce('/archive/schule/', (text) => text.includes('/archive/schule/2'));
    expect(list?.text).toContain('href="/archive/schule/1"');
  });

  it('is for its readers only once it is unlisted', async () => {
    await apply({ archive: 'unlisted' });
    const address = await sendOneOf({ id: 'intern', title: 'Nur für Sie' }, 3);
    expect(address).toMatch(/\/archive\/schule\/3-[0-9a-f]{32}$/);
    const { archivePath } = await journey.api.get('/editions/schule-3', editionAnswer);
    expect(address).toBe(`${journey.url}${archivePath}`);
    const page = await read(address);
    expect(page.text).toContain('Nur für Sie');
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect((await read('/archive/schule/3')).status).toBe(404);
    const list = await readOnce('/archive/schule/', (text) => text.includes('nicht öffentlich'));
    expect(list?.text).not.toContain('/archive/schule/1"');
    for (const gone of ['/feeds/schule/editions/rss.xml', '/feeds/schule/editions/atom.xml'])
      expect((await readOnce(gone, (_, status) => status === 404))?.status).toBe(404);
    expect((await readOnce('/sitemap.schule.xml', (text) => !text.includes('/archive/')))?.status).toBe(200);
    expect((await readOnce('/archive/schule/1', (text) => text.includes('noindex')))?.status).toBe(200);
  });
});
