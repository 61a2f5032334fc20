import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { anArticle, anEdition, at, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let editor: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  editor = await site.signedIn();
});
afterAll(() => site.stop());
beforeEach(() => {
  Object.assign(site.rooms, new Rooms());
});

const HOME = '/console/publications/ruhr';
const ID = anArticle().id;
const HERE = `${HOME}/articles/${ID}`;
const textOf = async (path: string) => (await editor.look(path)).text();
const suggestion = {
  startsAt: at('2026-03-20T17:00:00Z'),
  allDay: false,
  place: 'Mercatorhalle, Duisburg',
  online: false,
};

describe('an article that no feed can hold', () => {
  it('is named with the reason', async () => {
    site.rooms.articles = [anArticle({ title: 'Out of time' })];
    site.rooms.leftOut = [{ articleId: ID, reason: 'one of its dates is none' }];
    expect(await textOf(HOME)).toMatch(/cannot be put into feeds.*<li>Out of time: one of its dates is none<\/li>/s);
    site.rooms.leftOut = [];
    expect(await textOf(HOME)).not.toContain('cannot be put into feeds');
  });
});

describe('an event that a text suggests', () => {
  beforeEach(() => {
    site.rooms.articles = [anArticle({ eventSuggestion: suggestion })];
  });

  it('is a question in words, with the answers beside it', async () => {
    const html = await textOf(HOME);
    expect(html).toMatch(/<strong>Event\?<\/strong> Fri, 20 Mar 2026, 18:00 CET, Mercatorhalle, Duisburg/);
    expect(html).toContain(`action="${HERE}/event"`);
    expect(html).toContain(`href="${HERE}/event"`);
  });

  it.each([
    { answer: 'yes', isEvent: true },
    { answer: 'no', isEvent: false },
  ])('is answered with one button: $answer', async ({ answer, isEvent }) => {
    const done = await editor.submit(`${HERE}/event`, { isEvent: answer });
    expect(done.headers.get('location')).toBe(`${HOME}#article-${ID}`);
    expect(site.rooms.asked).toEqual([{ decision: { publicationId: 'ruhr', articleId: ID, isEvent } }]);
  });

  it('is put right in a form that begins with what was found', async () => {
    const html = await textOf(`${HERE}/event`);
    for (const field of [
      'name="day" value="2026-03-20"',
      'name="time" value="18:00"',
      'value="Mercatorhalle, Duisburg"',
    ]) {
      expect(html).toContain(field);
    }
    await editor.submit(`${HERE}/event`, {
      isEvent: 'adjusted',
      day: '2026-03-29',
      time: '18:00',
      endDay: '',
      endTime: '20:30',
      place: ' Zoom ',
      online: 'yes',
    });
    expect(site.rooms.asked).toEqual([
      {
        decision: {
          publicationId: 'ruhr',
          articleId: ID,
          isEvent: true,
          // Summer time has begun that morning.
          event: {
            startsAt: at('2026-03-29T16:00:00Z'),
            endsAt: at('2026-03-29T18:30:00Z'),
            allDay: false,
            place: 'Zoom',
            online: true,
          },
        },
      },
    ]);
  });

  it('takes days when no time is given', async () => {
    await editor.submit(`${HERE}/event`, { isEvent: 'adjusted', day: '2026-03-20', endDay: '2026-03-22' });
    expect(site.rooms.asked).toMatchObject([
      {
        decision: { event: { startsAt: at('2026-03-19T23:00:00Z'), endsAt: at('2026-03-21T23:00:00Z'), allDay: true } },
      },
    ]);
  });

  it.each([
    { form: { day: '' }, says: 'on which day' },
    { form: { day: '2026-02-30' }, says: 'on which day' },
    { form: { day: '2026-03-20', time: '25:00' }, says: 'on which day' },
    { form: { day: '2026-03-20', time: '18:00', endTime: '17:00' }, says: 'must not end before' },
    { form: { day: '2026-03-20', endDay: '2026-03-19' }, says: 'must not end before' },
  ])('is not taken as $form', async ({ form, says }) => {
    const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
    const answer = await editor.submit(`${HERE}/event`, { isEvent: 'adjusted', ...given });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(says)]);
    expect(site.rooms.asked).toEqual([]);
  });

  it('is not asked about once it is decided', async () => {
    site.rooms.articles = [anArticle({ event: { ...suggestion, endsAt: at('2026-03-20T19:00:00Z') } })];
    const html = await textOf(HOME);
    expect(html).not.toContain('Event?');
    expect(html).toContain('Event: Fri, 20 Mar 2026, 18:00 CET to 20:00, Mercatorhalle, Duisburg');
  });
});

describe('an article', () => {
  it('says that it was corrected only when it had been mailed before', async () => {
    const corrected = at('2026-03-03T08:00:00Z');
    site.rooms.articles = [anArticle({ correctedAt: corrected })];
    const badge = 'updated since it was mailed';
    expect(await textOf(HOME)).not.toContain(badge);
    site.rooms.editions = [anEdition({ status: 'sent', frozenAt: at('2026-03-03T09:00:00Z') })];
    expect(await textOf(HOME)).not.toContain(badge);
    site.rooms.editions = [anEdition({ status: 'sent', frozenAt: at('2026-03-02T09:00:00Z') })];
    expect(await textOf(HOME)).toContain(badge);
    site.rooms.editions = [anEdition({ status: 'sent', frozenAt: at('2026-03-02T09:00:00Z'), items: [] })];
    expect(await textOf(HOME)).not.toContain(badge);
  });

  it('says in which edition it went out, and nothing of a draft', async () => {
    const sent = anEdition({ id: 'ruhr-11', number: 11, status: 'sent', frozenAt: at('2026-03-02T09:00:00Z') });
    site.rooms.editions = [anEdition(), sent];
    expect(await textOf(HOME)).toContain('in issue 11');
    site.rooms.editions = [anEdition()];
    expect(await textOf(HOME)).not.toContain('in issue');
  });

  it('is taken back after a question, and then stands apart', async () => {
    expect(await textOf(`${HERE}/withdraw`)).toContain('Take this article back?');
    expect(site.rooms.asked).toEqual([]);
    expect((await editor.submit(`${HERE}/withdraw`)).headers.get('location')).toBe(`${HOME}#articles`);
    expect(site.rooms.asked).toEqual([{ withdrawal: ID }]);
    site.rooms.articles = [anArticle({ withdrawnAt: at('2026-03-03T08:00:00Z'), eventSuggestion: suggestion })];
    const html = await textOf(HOME);
    expect(html).toMatch(/Articles taken back.*<span class="badge">taken back/s);
    expect(html).not.toContain(`${HERE}/withdraw`);
    expect(html).not.toContain('Event?');
  });

  it.each(['event', 'withdraw'])('that is not there has no %s', async (verb) => {
    expect((await editor.look(`${HOME}/articles/nowhere/${verb}`)).status).toBe(404);
    expect((await editor.submit(`${HOME}/articles/nowhere/${verb}`, { isEvent: 'yes' })).status).toBe(404);
    expect(site.rooms.asked).toEqual([]);
  });
});

describe('writing an article', () => {
  const typed = {
    id: 'made-with-the-form',
    title: 'Einladung & mehr',
    markdown:
      '## Wann\n\nAm **Freitag**, [hier](https://netz.example/) &auml;\n\n<script>alert(1)</script> \n\n[x](javascript:alert(1))',
    teaser: '',
    url: '',
    topic: 'schule',
    day: '2026-03-20',
    time: '18:00',
  };
  const handedIn = async () =>
    Promise.all(
      site.rooms.documents.sent.map(async ({ result }) =>
        JSON.parse(
          Buffer.from((await site.rooms.intake.get('key' in result ? result.key : ''))?.body ?? []).toString(),
        ),
      ),
    );

  it('shows it as it will read, HTML and scripts as text, and keeps nothing', async () => {
    const answer = await editor.submit(`${HOME}/write/preview`, typed);
    const html = await answer.text();
    expect(html).toContain('<h3>Wann</h3>');
    expect(html).toContain('<strong>Freitag</strong>');
    expect(html).toContain('<a href="https://netz.example/" rel="noreferrer">hier</a>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|href="javascript/);
    expect(html).toContain(' ä');
    expect(html).toContain('name="id" value="made-with-the-form"');
    expect(site.rooms.documents.sent).toEqual([]);
  });

  it.each(['> '.repeat(500), '- '.repeat(2000), '['.repeat(5000), '*'.repeat(5000)])(
    'survives %.8s…',
    async (markdown) => {
      expect((await editor.submit(`${HOME}/write/preview`, { ...typed, markdown })).status).toBe(200);
    },
  );

  it('hands it in as the API does, and waits for it', async () => {
    const done = await editor.submit(`${HOME}/write`, typed);
    expect(site.rooms.sources.find(({ id }) => id === 'editors')).toMatchObject({ kind: 'editor' });
    expect(await handedIn()).toEqual([
      {
        articles: [
          {
            id: 'made-with-the-form',
            title: 'Einladung & mehr',
            markdown: typed.markdown,
            topics: ['schule'],
            language: 'de',
            event: { startsAt: '2026-03-20T17:00:00.000Z', allDay: false, online: false },
          },
        ],
      },
    ]);
    const way = done.headers.get('location') ?? '';
    expect(way).toMatch(/\?polling=editors&poll=[\w-]+&at=\d+&place=articles#articles$/);
    const waiting = await textOf(way);
    expect(waiting).toContain('Your article is being taken in');
    // The same address with its fragment again would only be scrolled to.
    const [, next = ''] = /http-equiv="refresh" content="3; url=([^"]+)"/.exec(waiting) ?? [];
    expect(next).toMatch(/place=articles&amp;turn=1#articles$/);
    expect(await textOf(next.replaceAll('&amp;', '&'))).toContain('turn=2#articles');
  });

  it.each([
    { form: { title: '' }, says: 'Give the article a title.' },
    { form: { url: 'mailto:x' }, says: 'must be an address' },
    { form: { topic: 'nowhere' }, says: 'no topic' },
    { form: { endDay: '2026-03-01' }, says: 'must not end before' },
    { form: { markdown: 'x'.repeat(100_001) }, says: '100,000' },
  ])('gives it back with what is wrong: $says', async ({ form, says }) => {
    const answer = await editor.submit(`${HOME}/write`, { ...typed, ...(form as unknown as Record<string, string>) });
    const html = await answer.text();
    expect([answer.status, html]).toEqual([400, expect.stringContaining(says)]);
    expect(html).toContain('made-with-the-form');
    expect(site.rooms.documents.sent).toEqual([]);
  });
});
