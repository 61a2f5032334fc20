import ical from 'node-ical';
import { beforeEach, describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import type { Article } from '../../lambdas/domain/article.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { publicationsInMemory, sourcesInMemory } from '../../lambdas/publications/index.ts';
import { eventKey } from '../../lambdas/syndicate/addresses.ts';
import { buildFeeds } from '../../lambdas/syndicate/build-feeds.ts';
import { calendarAddress } from '../../templates/digest/event-links.ts';
import { anArticle, aPublication, articlesOf, SITE_URL } from './samples.ts';

const EVENT = { startsAt: new Date('2026-11-26T15:00:00Z'), allDay: false, online: false, place: 'Halle 5, Essen' };
const KEY = eventKey('ruhr', anArticle().id);
let site: ReturnType<typeof objectsInMemory>;
beforeEach(() => {
  site = objectsInMemory();
});

async function build(changedAt: string, ...held: Article[]) {
  const articles = articlesOf(...held);
  articles.noteChange('ruhr', new Date(changedAt));
  const deps = {
    publications: publicationsInMemory(aPublication()),
    articles,
    site,
    sources: sourcesInMemory(),
    editions: editionsInMemory(),
    siteUrl: SITE_URL,
  };
  return (await buildFeeds({ publicationId: 'ruhr' }, deps)).written;
}

const anEvent = (changes: Partial<Article> = {}) => anArticle({ event: EVENT, ...changes });

function read(key = KEY) {
  const text = Buffer.from(site.stored.get(key)?.body ?? []).toString();
  const [event, ...others] = Object.values(ical.sync.parseICS(text)).flatMap((part) =>
    part?.type === 'VEVENT' ? [part] : [],
  );
  if (!event || others.length > 0) throw new Error(`${key} holds no single event`);
  return event;
}

describe('the calendar file of an event', () => {
  it('is at the address that mails and the archive give', () => {
    expect(`${SITE_URL}/${KEY}`).toBe(calendarAddress(SITE_URL, 'ruhr', anArticle().id));
  });

  it('holds the event alone, as calendar programs of another origin read it', async () => {
    await build('2026-09-03T08:00:05Z', anEvent(), anEvent({ id: '01j8zq4k5m0000000000', title: 'Anderes' }));
    expect(site.stored.get(KEY)).toMatchObject({ contentType: 'text/calendar; charset=utf-8' });
    expect(read()).toMatchObject({
      summary: 'Größere Räume für „kleine“ Leute',
      location: 'Halle 5, Essen',
      start: EVENT.startsAt,
      url: { val: anArticle().url },
    });
    expect(read(eventKey('ruhr', '01j8zq4k5m0000000000')).summary).toBe('Anderes');
  });

  it('is the calendar’s own event: saved again after a correction it takes the place of the former', async () => {
    await build('2026-09-03T08:00:05Z', anEvent());
    const before = read();
    expect(read('feeds/ruhr/events.ics')).toMatchObject({ uid: before.uid, sequence: before.sequence });
    const moved = { ...EVENT, startsAt: new Date('2026-11-27T15:00:00Z') };
    await build('2026-09-04T08:00:05Z', anEvent({ event: moved, correctedAt: new Date('2026-09-04T08:00:00Z') }));
    const after = read();
    expect(after).toMatchObject({ uid: before.uid, start: moved.startsAt });
    expect(Number(after.sequence)).toBeGreaterThan(Number(before.sequence));
    expect(read('feeds/ruhr/events.ics').sequence).toBe(after.sequence);
  });

  it('says that it was cancelled once its article is taken back', async () => {
    await build('2026-09-03T08:00:05Z', anEvent());
    await build('2026-09-05T08:00:05Z', anEvent({ withdrawnAt: new Date('2026-09-05T08:00:00Z') }));
    expect(read()).toMatchObject({ status: 'CANCELLED' });
  });

  it('stays when the event is long over, and is looked after no more', async () => {
    await build('2026-09-03T08:00:05Z', anEvent());
    const { body } = site.stored.get(KEY) ?? {};
    await build('2027-09-03T08:00:05Z', anEvent());
    expect(await build('2027-09-04T08:00:05Z', anEvent())).not.toContain(KEY);
    expect(site.stored.get(KEY)?.body).toEqual(body);
  });

  it('goes when it turns out to be no event', async () => {
    await build('2026-09-03T08:00:05Z', anEvent());
    await build('2026-09-04T08:00:05Z', anArticle());
    expect(site.stored.has(KEY)).toBe(false);
  });

  it('is not written again for nothing', async () => {
    await build('2026-09-03T08:00:05Z', anEvent());
    expect(await build('2026-09-03T08:00:05Z', anEvent())).toEqual([]);
  });

  it('is missing where a date is none, and nothing else is', async () => {
    const broken = anEvent({ id: '01j8zq4k5m0000000000', event: { ...EVENT, startsAt: new Date('never') } });
    await build('2026-09-03T08:00:05Z', anEvent(), broken);
    expect(read().summary).toBeTruthy();
    expect(site.stored.has(eventKey('ruhr', broken.id))).toBe(false);
  });
});
