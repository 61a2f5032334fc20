import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import { NO_RULES, type Source } from '../../lambdas/domain/publication.ts';
import { importSources } from '../../lambdas/publications/import-sources.ts';
import { newSource } from '../../lambdas/publications/new-source.ts';
import { opmlOf, readOpml } from '../../lambdas/publications/opml.ts';
import { sourcesInMemory } from '../../lambdas/publications/sources-in-memory.ts';
import { aPublication } from './samples.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const now = () => NOW;
const topics = [
  { id: 'town', title: 'Town hall', words: [] },
  { id: 'fluss', title: 'Flüsse & Brücken', words: [] },
];
const publication = aPublication({ topics });
const bytes = (text: string) => Buffer.from(text);
const opml = (body: string, { version = '2.0' } = {}) =>
  bytes(
    `<?xml version="1.0" encoding="UTF-8"?><opml version="${version}"><head><title>Mine</title></head><body>${body}</body></opml>`,
  );
const importInto = (file: Uint8Array, ...held: Source[]) => {
  const sources = sourcesInMemory(...held);
  return importSources({ publication, opml: file }, { sources, now }).then(async (results) => ({
    results,
    sources: await sources.list(publication.id),
  }));
};
const source = (wish: Partial<Parameters<typeof newSource>[0]> & { url: string }) =>
  newSource({ publicationId: publication.id, ...wish }, NOW);

describe('an OPML file', () => {
  it('brings each outline to an end of its own', async () => {
    const { results, sources } = await importInto(
      opml(`
        <outline text="Town Hall"><outline type="rss" text="Rat" xmlUrl="https://rat.example/feed" htmlUrl="https://rat.example/"/></outline>
        <outline title="FLÜSSE &amp; BRÜCKEN" text="x"><outline text="deeper"><outline text="Pegel" xmlUrl="https://pegel.example/rss"/></outline></outline>
        <outline text="Again" xmlUrl="https://rat.example/feed"/>
        <outline text="Known" xmlUrl="https://known.example/feed"/>
        <outline text="A page" type="link" url="https://page.example/"/>
        <outline text="Odd" xmlUrl="javascript:alert(1)"/>
        <outline text="No more" isComment="true"><outline text="Old" xmlUrl="https://old.example/feed"/></outline>
        <outline xmlUrl="feed://bare.example/rss" category="/News/Town,Other"/>`),
      source({ url: 'https://known.example/feed' }),
    );
    expect(results.map(({ title, outcome, why }) => [title, outcome, why])).toEqual([
      ['Rat', 'added', undefined],
      ['Pegel', 'added', undefined],
      ['Again', 'known', undefined],
      ['Known', 'known', undefined],
      ['A page', 'refused', 'It names no feed (xmlUrl)'],
      ['Odd', 'refused', '“javascript:alert(1)” is not a web address: it must begin with https:// or http://'],
      ['Old', 'refused', 'It is commented out'],
      ['', 'added', undefined],
    ]);
    const found = (url: string) => sources.find((one) => one.url === url);
    expect(found('https://rat.example/feed')).toMatchObject({
      kind: 'feed',
      title: 'Rat',
      topics: ['town'],
      nextRunAt: NOW,
    });
    expect(found('https://pegel.example/rss')).toMatchObject({ topics: ['fluss'] });
    expect(found('https://bare.example/rss')).toMatchObject({ title: 'bare.example', topics: ['town'] });
    expect(sources).toHaveLength(4);
  });

  it('is understood in version 1.0, in other letters and in another encoding', async () => {
    const body =
      '<outline TEXT="Gr&#252;&#223;e" XMLURL="https://a.example/feed"/><outline text="Ü" xmlurl="https://b.example/feed"/>';
    const latin = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?><OPML version="1.0"><body>${body}</body></OPML>`,
      'latin1',
    );
    const { results } = await importInto(latin);
    expect(results).toMatchObject([
      { title: 'Grüße', outcome: 'added' },
      { title: 'Ü', outcome: 'added' },
    ]);
  });

  it.each([
    { what: 'no XML', file: bytes('hello') },
    { what: 'nothing', file: bytes('') },
    { what: 'a feed', file: bytes('<rss version="2.0"><channel/></rss>') },
    {
      what: 'an entity bomb',
      file: bytes(
        '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><opml version="2.0"><body><outline text="&b;" xmlUrl="https://a.example/"/></body></opml>',
      ),
    },
    {
      what: 'an external entity',
      file: bytes(
        '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>',
      ),
    },
    {
      what: 'a hundred thousand levels',
      file: bytes(`<opml><body>${'<outline text="a">'.repeat(100_000)}${'</outline>'.repeat(100_000)}</body></opml>`),
    },
    {
      what: 'no end of outlines',
      file: opml(Array.from({ length: 501 }, (_, n) => `<outline xmlUrl="https://a.example/${n}"/>`).join('')),
    },
    {
      what: 'written in another encoding than it says',
      file: Buffer.from('<opml><body><outline text="Größe" xmlUrl="https://a.example/"/></body></opml>', 'latin1'),
    },
    {
      what: 'written in an encoding that is none',
      file: Buffer.from(
        '<?xml version="1.0" encoding="klingon"?><opml><body><outline text="ü" xmlUrl="https://a.example/"/></body></opml>',
        'latin1',
      ),
    },
  ])('is refused when it is $what', ({ file }) => {
    expect(() => readOpml(file, topics)).toThrow(RundbriefError);
  });

  it('never makes its reader fail in words that are not ours', () => {
    const word = fc.constantFrom(
      '<outline ',
      'xmlUrl="https://a.example"',
      'rundbrief:rules="{&quot;"',
      'text="',
      '"',
      '>',
      '/>',
      '</outline>',
      '&amp;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<!--',
      'rundbrief:kind="page"',
      '__proto__="1" ',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        try {
          readOpml(opml(words.join('')), topics);
        } catch (error) {
          if (!(error instanceof RundbriefError)) throw error;
        }
      }),
    );
  });
});

describe('our own export', () => {
  const rules = {
    ...NO_RULES,
    exclude: { words: ['Kantine "heute" & <morgen>'], categories: ['Intern'] },
    topics: [{ topic: 'town', words: ['Rat'], categories: [] }],
    defaultTopic: 'fluss',
  };
  const sources = [
    source({
      url: 'https://rat.example/feed?a=1&b=2',
      title: 'Rat „und" <Stadt> & Land',
      topics: ['town', 'fluss'],
      rules,
    }),
    source({
      id: 'agency',
      url: 'https://agency.example/',
      kind: 'page',
      title: 'Agency',
      selectors: { item: '.card > a[href^="x"]', title: 'h3' },
      fullText: true,
    }),
    source({ url: 'https://cal.example/x.ics', kind: 'calendar', title: 'Calendar' }),
    source({ url: 'https://night-desk.example/', kind: 'push', title: 'Our CMS' }),
  ];

  it('gives a publication with these topics the same sources', async () => {
    const file = bytes(opmlOf(publication, sources));
    const { results, sources: imported } = await importInto(file);
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(4).fill('added'));
    const byId = (some: Source[]) => some.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    expect(imported).toEqual(byId(sources));
    expect((await importInto(file, ...imported)).results.map(({ outcome }) => outcome)).toEqual(Array(4).fill('known'));
  });

  it('has a folder for readers only, even if it is named like a topic', () => {
    const [first] = readOpml(bytes(opmlOf({ title: 'Town hall' }, sources.slice(2))), topics);
    expect(first).toMatchObject({ title: 'Calendar', wish: { topics: [] } });
  });

  it('leaves out rules about topics that the other publication lacks', () => {
    const [first] = readOpml(bytes(opmlOf(publication, sources)), []);
    expect(first).toMatchObject({ wish: { topics: [], rules: { topics: [], exclude: rules.exclude } } });
    expect(first && 'wish' in first && first.wish.rules?.defaultTopic).toBeUndefined();
  });

  it('does not take the place of another source that has the same id', async () => {
    const other = source({ id: 'agency', url: 'https://other.example/feed', title: 'Other' });
    const { sources: all } = await importInto(bytes(opmlOf(publication, sources)), other);
    expect(all).toHaveLength(5);
    expect(all.find(({ id }) => id === 'agency')).toEqual(other);
  });

  it('is well-formed for readers that know nothing of ours, even without a source', () => {
    const xml = opmlOf({ title: 'A & B <c>' }, []);
    expect(xml).toContain('<opml xmlns:rundbrief="tag:rundbrief.example,2026:sources" version="2.0">');
    expect(readOpml(bytes(xml), [])).toEqual([{ title: 'A & B <c>', url: '', refusal: 'It names no feed (xmlUrl)' }]);
    expect(opmlOf(publication, sources)).toMatch(/type="rss"[^>]* xmlUrl="https:\/\/rat.example\/feed\?a=1&amp;b=2"/);
  });

  it('says the same again of a title that lost a letter where it came from', () => {
    const one = source({ url: 'https://a.example/', title: 'B\ufffdcherei' });
    expect(readOpml(bytes(opmlOf(publication, [one])), topics)).toMatchObject([{ title: 'B\ufffdcherei' }]);
  });

  it('says the same again whatever its titles and words are', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((one) => one.replace(/[\s\p{C}]+/gu, ' ').trim())
      .filter(Boolean);
    fc.assert(
      fc.property(text, text, (title, word) => {
        const one = source({
          url: 'https://a.example/',
          title,
          rules: { ...NO_RULES, include: { words: [word], categories: [] } },
        });
        const [read] = readOpml(bytes(opmlOf(publication, [one])), topics);
        expect(read).toMatchObject({ wish: { title, rules: one.rules } });
      }),
    );
  });
});
