import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';
import { articlesToPush } from '../../../lambdas/ingest/pushes/pushed-articles.ts';
import { readPushedArticles } from '../../../lambdas/ingest/pushes/read-pushed-articles.ts';

const CONTEXT = { url: 'https://schule.example/', timeZone: 'Europe/Berlin' };
const read = (...articles: unknown[]) => readPushedArticles(Buffer.from(JSON.stringify({ articles })), CONTEXT);
const readOne = (fields: Record<string, unknown>) => read({ id: '1', title: 'Titel', ...fields }).items[0];

describe('articles that were sent to us', () => {
  it('are read like any other source’s, with all that was said of them', () => {
    expect(
      readOne({
        title: ' Förderung für  „Übergänge“ ',
        url: 'https://schule.example/foerderung',
        html: '<p>Mehr <a href="/geld">Geld</a></p>',
        teaser: 'Größere Städte',
        image: { url: 'https://schule.example/bild.jpg', alt: 'Ein Bild' },
        authors: ['Ada'],
        categories: ['Aktuelles'],
        topics: ['foerderung'],
        language: 'de_DE',
        publishedAt: '2026-03-02T10:00:00+01:00',
        updatedAt: '2026-03-03',
      }),
    ).toMatchObject({
      guid: '1',
      title: 'Förderung für „Übergänge“',
      url: 'https://schule.example/foerderung',
      html: '<p>Mehr <a href="https://schule.example/geld">Geld</a></p>',
      teaser: 'Größere Städte',
      image: { url: 'https://schule.example/bild.jpg', alt: 'Ein Bild' },
      authors: ['Ada'],
      categories: ['Aktuelles'],
      topics: ['foerderung'],
      language: 'de-DE',
      publishedAt: new Date('2026-03-02T09:00:00Z'),
      updatedAt: new Date('2026-03-02T23:00:00Z'),
    });
  });

  it.each([
    {
      as: 'Markdown',
      fields: { markdown: '# Kopf\n\nEin **Wort**, [hier](/a).' },
      html: '<h2>Kopf</h2>\n<p>Ein <strong>Wort</strong>, <a href="https://schule.example/a">hier</a>.</p>',
      teaser: 'Kopf Ein Wort, hier.',
    },
    {
      as: 'plain text',
      fields: { text: 'Ein <b>\n\nzwei & drei' },
      html: '<p>Ein &lt;b&gt;</p><p>zwei &amp; drei</p>',
      teaser: 'Ein <b> zwei & drei',
    },
    {
      as: 'HTML',
      fields: { html: '<p onclick="x()">Ein<script>alert(1)</script> Wort</p>' },
      html: '<p>Ein Wort</p>',
      teaser: 'Ein Wort',
    },
    { as: 'nothing', fields: {}, html: '', teaser: '' },
  ])('may be written as $as', ({ fields, html, teaser }) => {
    expect(readOne(fields)).toMatchObject({ html, teaser });
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '![x](data:text/html;base64,PHNjcmlwdD4=)',
    '<script>alert(1)</script>',
    '[x](https://a.example "onmouseover=alert(1)")',
    '<a href="jav&#x0A;ascript:alert(1)">x</a>',
  ])('hold nothing that runs, whatever the Markdown: %s', (markdown) => {
    expect(readOne({ markdown })?.html).not.toMatch(/<script|javascript:|data:|\son\w+\s*=/i);
  });

  it('know of a title only what it says, not what it would mean as HTML', () => {
    expect(readOne({ title: 'Was <b> in AT&amp;T heißt' })?.title).toBe('Was <b> in AT&amp;T heißt');
  });

  it.each([
    {
      said: { startsAt: '2026-03-20T18:00', place: 'Mercatorhalle, Duisburg' },
      startsAt: '2026-03-20T17:00:00Z',
      allDay: false,
      online: false,
    },
    {
      said: { startsAt: '2026-03-20T18:00:00Z', endsAt: '2026-03-20T20:00:00Z', online: true },
      startsAt: '2026-03-20T18:00:00Z',
      allDay: false,
      online: true,
    },
    {
      said: { startsAt: '2026-03-20', endsAt: '2026-03-21' },
      startsAt: '2026-03-19T23:00:00Z',
      allDay: true,
      online: false,
    },
    // As our own answers say it, read back: an instant that is a day in Berlin.
    {
      said: { startsAt: '2026-03-19T23:00:00.000Z', allDay: true },
      startsAt: '2026-03-19T23:00:00Z',
      allDay: true,
      online: false,
    },
  ])('may be events: $said', ({ said, startsAt, allDay, online }) => {
    expect(readOne({ event: said })?.event).toMatchObject({ startsAt: new Date(startsAt), allDay, online });
  });

  it('may be taken back, and of what is said twice the last word counts', () => {
    const document = read(
      { id: 'a', title: 'Alt' },
      { id: 'b', withdrawn: true },
      { id: 'a', title: 'Neu' },
      { id: 'c', title: 'Doch nicht' },
      { id: 'c', withdrawn: true },
    );
    expect(document.items.map(({ guid, title }) => [guid, title])).toEqual([['a', 'Neu']]);
    expect(document.withdrawnGuids).toEqual(['b', 'c']);
  });

  it('are the same revision when the same is said again, and another when not', () => {
    expect(readOne({ text: 'a' })?.revision).toBe(readOne({ text: 'a' })?.revision);
    expect(readOne({ text: 'a' })?.revision).not.toBe(readOne({ text: 'b' })?.revision);
  });

  it.each([
    { what: 'no JSON', bytes: Buffer.from('nothing') },
    { what: 'a list alone', bytes: Buffer.from('[]') },
    {
      what: 'quotes in quotes without end',
      bytes: Buffer.from(JSON.stringify({ articles: [{ id: '1', title: 'x', markdown: '>'.repeat(90_000) }] })),
    },
  ])('end in our own words when they are $what', ({ bytes }) => {
    expect(() => readPushedArticles(bytes, CONTEXT)).toThrow(RundbriefError);
  });
});

describe('what may be pushed', () => {
  const problemsOf = (value: unknown) =>
    articlesToPush.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

  it.each([
    { what: 'one article', value: { id: '1', title: 'a' }, count: 1 },
    { what: 'one withdrawal', value: { id: '1', withdrawn: true }, count: 1 },
    {
      what: 'a hundred',
      value: { articles: Array.from({ length: 100 }, (_, n) => ({ id: `${n}`, title: 'a' })) },
      count: 100,
    },
  ])('is $what', ({ value, count }) => {
    expect(articlesToPush.parse(value)).toHaveLength(count);
  });

  it('is refused with every problem by name, in the form that was meant', () => {
    expect(
      problemsOf({
        articles: [{ id: '1', titel: 'x', url: 'ftp://a', publishedAt: 'gestern' }, { id: '', withdrawn: true }, 7],
      }),
    ).toEqual([
      'articles.0.title: is missing',
      'articles.0.url: must be an address that begins with https://',
      expect.stringContaining('articles.0.publishedAt: must be a time such as'),
      'articles.0: has fields we do not know: titel',
      'articles.1.id: must not be empty',
      'articles.2: must be an article: {"id", "title", …}',
    ]);
  });

  it.each([
    { value: {}, problem: 'id: is missing' },
    { value: { articles: [] }, problem: 'articles: must hold at least one article' },
    {
      value: { articles: Array(101).fill({ id: '1', title: 'a' }) },
      problem: 'articles: may hold at most 100 articles; send more in several requests',
    },
    {
      value: { id: '1', title: 'a', html: 'x', markdown: 'y' },
      problem: 'markdown: is one too many: say it in html or markdown',
    },
    { value: { id: '1', withdrawn: false }, problem: 'withdrawn: must be true, or left out' },
    {
      value: { id: '1', title: 'a', event: { startsAt: '2026-13-45' } },
      problem: 'event.startsAt: is no day of any calendar',
    },
    {
      value: { id: '1', title: 'a', markdown: 'x'.repeat(100_001) },
      problem: 'markdown: must be at most 100,000 characters',
    },
    { value: { articles: [{ id: '1', title: 'a' }], more: 1 }, problem: ': has fields we do not know: more' },
  ])('is refused: $problem', ({ value, problem }) => {
    expect(problemsOf(value)).toContain(problem);
  });

  it('never makes the reader fail in words that are not ours', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 300 }), (json, text) => {
        const body = JSON.parse(json);
        const articles = articlesToPush.safeParse({
          id: text,
          title: text,
          markdown: text,
          html: undefined,
          ...(typeof body === 'object' ? body : {}),
        });
        if (!articles.success) return;
        try {
          for (const { html, teaser } of read(...articles.data).items) expect(`${html}${teaser}`).toBeTypeOf('string');
        } catch (error) {
          if (!(error instanceof RundbriefError)) throw error;
        }
      }),
    );
  });
});
