import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ApplyDeps,
  applyPublicationFile,
  digestsInMemory,
  PublicationFileError,
  publicationsInMemory,
  sourcesInMemory,
} from '../../lambdas/publications/index.ts';
import { at } from './samples.ts';

const FILE = readFileSync(new URL('../fixtures/publications/night-desk.yaml', import.meta.url), 'utf8');
const MONDAY = '2026-03-02T06:00:00Z';

let deps: ApplyDeps;
beforeEach(() => {
  deps = {
    publications: publicationsInMemory(),
    sources: sourcesInMemory(),
    digests: digestsInMemory(),
    mailDomain: 'mail.example.org',
    now: at(MONDAY),
  };
});

describe('applying a publication file', () => {
  it('makes the publication, its sources due at once and its digests due at their times', async () => {
    const { publication, created } = await applyPublicationFile(FILE, deps);
    expect(created).toBe(true);
    expect(publication.sender).toEqual({
      name: 'Night Desk',
      address: 'night-desk@mail.example.org',
      replyTo: 'desk@example.org',
    });
    expect(await deps.publications.find('night-desk')).toEqual(publication);
    expect(publication).not.toHaveProperty('sources');
    const sources = await deps.sources.list('night-desk');
    expect(sources.map(({ title, nextRunAt }) => ({ title, nextRunAt }))).toEqual([
      { title: 'Front page', nextRunAt: new Date(MONDAY) },
      { title: 'example.org', nextRunAt: new Date(MONDAY) },
    ]);
    expect(await deps.digests.list('night-desk')).toMatchObject([
      { id: 'monthly', nextRunAt: new Date('2026-03-31T07:00:00Z'), maxItems: 20, mode: 'draft' },
      { id: 'weekly', nextRunAt: new Date('2026-03-02T06:30:00Z'), maxItems: 12, mode: 'send' },
    ]);
  });

  it('again changes nothing, keeps fetch states and due times, and is not a creation', async () => {
    await applyPublicationFile(FILE, deps);
    const [source] = await deps.sources.list('night-desk');
    await deps.sources.recordPoll('night-desk', source?.id ?? '', {
      etag: '"a"',
      failures: 0,
      nextRunAt: new Date('2026-03-03'),
    });
    const before = [await deps.sources.list('night-desk'), await deps.digests.list('night-desk')];
    const { created } = await applyPublicationFile(FILE, { ...deps, now: at('2026-03-02T12:00:00Z') });
    expect(created).toBe(false);
    expect([await deps.sources.list('night-desk'), await deps.digests.list('night-desk')]).toEqual(before);
  });

  it.each([
    { change: 'its hour', from: 'time: 07:30', to: 'time: 08:30', next: '2026-03-02T07:30:00Z' },
    { change: 'its zone', from: 'Europe/Berlin', to: 'Europe/London', next: '2026-03-02T07:30:00Z' },
    { change: 'how many it takes', from: 'mode: send', to: 'mode: draft', next: '2026-03-02T06:30:00Z' },
  ])('gives a digest the time that follows from $change', async ({ from, to, next }) => {
    await applyPublicationFile(FILE, deps);
    await applyPublicationFile(FILE.replace(from, to), deps);
    expect((await deps.digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date(next));
  });

  it('follows a source with a name of its own to its new address', async () => {
    await applyPublicationFile(FILE, deps);
    await deps.sources.recordPoll('night-desk', 'second', { etag: '"a"', baselineAt: new Date(MONDAY) });
    await applyPublicationFile(FILE.replace('second.xml', 'moved.xml'), deps);
    const moved = await deps.sources.find('night-desk', 'second');
    expect(moved).toMatchObject({ url: 'https://example.org/moved.xml', fetchState: { baselineAt: new Date(MONDAY) } });
    expect(moved?.fetchState.etag).toBeUndefined();
  });

  it('says with which words new readers are greeted, or greets nobody', async () => {
    const greeting = 'welcome:\n  text: |\n    Hello there.\n\n    See you on Monday.\n';
    expect((await applyPublicationFile(FILE + greeting, deps)).publication.welcome).toEqual({
      text: 'Hello there.\n\nSee you on Monday.',
      latestEdition: true,
    });
    const shortest = 'welcome: { latestEdition: false }\n';
    expect((await applyPublicationFile(FILE + shortest, deps)).publication.welcome).toEqual({ latestEdition: false });
    expect((await applyPublicationFile(FILE, deps)).publication).not.toHaveProperty('welcome');
  });

  it('says when its editions are not sent, or sends them at any hour', async () => {
    const night = { from: '22:00', until: '06:00' };
    const { publication } = await applyPublicationFile(`${FILE}quietHours: ${JSON.stringify(night)}\n`, deps);
    expect(publication.quietHours).toEqual(night);
    expect((await applyPublicationFile(FILE, deps)).publication).not.toHaveProperty('quietHours');
  });

  it('says how its feeds look, or leaves it as usual', async () => {
    const settings = 'feeds: { content: teaser, copyright: © Night Desk }\n';
    expect((await applyPublicationFile(FILE + settings, deps)).publication.feeds).toEqual({
      content: 'teaser',
      items: 50,
      copyright: '© Night Desk',
    });
    expect((await applyPublicationFile(FILE, deps)).publication).not.toHaveProperty('feeds');
  });

  it('takes the example in the documentation', async () => {
    const page = readFileSync(new URL('../../docs/publication.md', import.meta.url), 'utf8');
    const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
    const { publication, sources, digests } = await applyPublicationFile(example, deps);
    expect([publication.id, sources.length, digests.length]).toEqual(['night-desk', 3, 4]);
  });

  it('ends a digest the file no longer names and leaves a source that an editor added', async () => {
    await applyPublicationFile(FILE, deps);
    await applyPublicationFile(
      FILE.slice(0, FILE.indexOf('  - id: monthly')).replace(/ {2}- id: second\n.*\n/, ''),
      deps,
    );
    expect((await deps.digests.list('night-desk')).map(({ id }) => id)).toEqual(['weekly']);
    expect(await deps.sources.list('night-desk')).toHaveLength(2);
  });
});

/** Applies the file with some of its text exchanged, and returns what is said against it. */
async function problemsOf(...exchanges: [from: string, to: string][]) {
  const text = exchanges.reduce((file, [from, to]) => {
    expect(file).toContain(from);
    return file.replace(from, to);
  }, FILE);
  return problemsIn(text);
}

async function problemsIn(text: string) {
  const error = await applyPublicationFile(text, deps).catch((failure) => failure);
  expect(error).toBeInstanceOf(PublicationFileError);
  expect(error.fault).toBe('invalid');
  expect(await deps.publications.list()).toEqual([]);
  return (error as PublicationFileError).problems;
}

describe('a publication file with a mistake is refused with its line:', () => {
  it.each<[claim: string, from: string, to: string, line: number, column: number, message: RegExp]>([
    ['an id with capitals', 'id: night-desk', 'id: Night', 2, 5, /^id must be a short name/],
    [
      'a mistyped word',
      'timeZone: Europe',
      'timezone: Europe',
      6,
      1,
      /^timezone is not a word we know; did you mean “timeZone”/,
    ],
    ['a mistyped word further in', 'replyTo:', 'reply_to:', 10, 3, /reply_to .* “replyTo”/],
    ['a word far from any', 'replyTo:', 'colour:', 10, 3, /known here: name, address, replyTo/],
    ['a zone that is none', 'Europe/Berlin', 'Europe/Essen', 6, 11, /time zone such as Europe\/Berlin/],
    ['an offset for a zone', 'Europe/Berlin', "'+01:00'", 6, 11, /time zone such as/],
    ['a language we do not speak', 'language: en', 'language: fr', 5, 11, /^language must be de or en/],
    ['a colour too light', '#1d5d8c', '#e8a33d', 15, 11, /too light.*2\.\d:1/],
    ['a colour without quotes', "'#1d5d8c'", '#1d5d8c', 15, 3, /in quotes/],
    ['a number for text', 'title: Town', 'title: 1848', 18, 12, /^topics › 1 › title must be text: put it in quotes/],
    [
      'too long a feed',
      'topics:\n',
      'feeds: { items: 500 }\ntopics:\n',
      16,
      17,
      /^feeds › items must be between 10 and 200/,
    ],
    [
      'a welcome of no words',
      'topics:\n',
      'welcome: { text: "" }\ntopics:\n',
      16,
      18,
      /^welcome › text must not be empty/,
    ],
    [
      'a welcome that is no text',
      'topics:\n',
      'welcome: { text: "a\\tb\\0c" }\ntopics:\n',
      16,
      18,
      /^welcome › text must be plain text/,
    ],
    [
      'quiet hours without end',
      'topics:\n',
      "quietHours: { from: '22:00', until: '22:00' }\ntopics:\n",
      16,
      13,
      /must end at another time/,
    ],
    [
      'a mistyped hour',
      'topics:\n',
      "quietHours: { from: '25:00', until: '06:00' }\ntopics:\n",
      16,
      21,
      /must be a time of day/,
    ],
    ['a welcome by half', 'topics:\n', 'welcome: { latestEdition: soon }\ntopics:\n', 16, 27, /must be true or false/],
    ['a mistyped welcome', 'topics:\n', 'welcome: { texts: Hi }\ntopics:\n', 16, 12, /did you mean “text”/],
    ['no title', 'title: Night Desk\n', '', 2, 1, /^title is missing/],
    [
      'an empty imprint',
      'imprint:\n  - Night Desk\n  - 1 Example Street, 45127 Essen',
      'imprint: []',
      11,
      10,
      /who is responsible/,
    ],
    [
      'a source with no web address',
      'url: https://example.org/second.xml',
      'url: ftp://example.org/',
      27,
      10,
      /sources › 2 › url is refused: .*https/,
    ],
    [
      'a source with a password',
      'https://example.org/second.xml',
      'https://me:secret@example.org/',
      27,
      10,
      /user name or password/,
    ],
    ['a source that is there twice', 'second.xml', 'feed', 27, 10, /there twice/],
    ['a topic that is none', 'topics: [river]', 'topics: [lake]', 38, 14, /“lake”, which is none of the topics/],
    ['a topic id twice', 'id: river', 'id: town', 20, 9, /^topics › 2 › id is there twice/],
    ['a weekly digest without its day', '    weekday: monday\n', '', 29, 5, /digests › 1 › weekday is missing/],
    [
      'a day for a monthly digest',
      'dayOfMonth: 31',
      'dayOfMonth: 31\n    weekday: friday',
      37,
      14,
      /means nothing for a monthly/,
    ],
    [
      "readers' clocks for a digest without a time of day",
      '    time: 07:30\n',
      '    cron: 30 7 * * 1\n    inReadersZone: true\n',
      33,
      20,
      /inReadersZone means nothing without a time/,
    ],
    ['an hour that is none', '07:30', '24:00', 32, 11, /time of day such as 07:30/],
    [
      "readers' clocks that are neither wanted nor not",
      '07:30',
      '07:30\n    inReadersZone: vielleicht',
      33,
      20,
      /must be true or false/,
    ],
    ['too many items', 'maxItems: 20', 'maxItems: 200', 39, 15, /between 1 and 50/],
    [
      'a sender of another domain',
      '  replyTo: desk@example.org',
      '  address: desk@gmail.example',
      10,
      12,
      /must end in @mail\.example\.org/,
    ],
    ['a sender with a line break', 'name: Night Desk', 'name: "Night\\nBcc: all"', 9, 9, /one line of text/],
    ['a word twice', 'language: en', 'language: en\nlanguage: de', 6, 1, /not YAML: Map keys must be unique/],
    ['a tab for indentation', '  name: Night', '\tname: Night', 9, 1, /not YAML: Tabs/],
    [
      'a list where a group belongs',
      'sender:\n  name: Night Desk\n  replyTo: desk@example.org',
      'sender:\n  - Night Desk',
      9,
      3,
      /group of “name: value”/,
    ],
  ])('%s', async (_claim, from, to, line, column, message) => {
    const problems = await problemsOf([from, to]);
    expect(problems).toContainEqual({ line, column, message: expect.stringMatching(message) });
  });

  it('several mistakes at once, in the order of their lines', async () => {
    const problems = await problemsOf(
      ['language: en', 'language: fr'],
      ['timeZone: Europe/Berlin', 'timeZone: Nowhere'],
      ['maxItems: 20', 'maxitems: 20'],
      ['time: 07:30', 'time: half past seven'],
    );
    expect(problems.map(({ line }) => line)).toEqual([5, 6, 32, 39]);
  });

  it.each([
    ['nothing', '', 1, /is empty/],
    ['a sentence', 'Hello', 1, /group of “name: value”/],
    ['two documents', 'id: a\n---\nid: b\n', 2, /not YAML/],
    ['an alias that is none', 'id: *other', 1, /not YAML/],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefg'
        .split('')
        .map((key, at) => `${key}: &${key} [${Array(10).fill(`*${'abcdef'[at]}`)}]`)
        .join('\n')}`,
      1,
      /not YAML we can read/,
    ],
    ['half a megabyte', `id: ${'x'.repeat(600_000)}`, 1, /too long/],
  ])('%s', async (_claim, text, line, message) => {
    const [problem] = await problemsIn(text);
    expect(problem).toMatchObject({ line, message: expect.stringMatching(message) });
  });

  it('in one message that a terminal can print', async () => {
    const error = await applyPublicationFile(FILE.replace('language: en', 'language: fr'), deps).catch(
      (failure) => failure,
    );
    expect(error.message).toBe('The publication file has a problem:\nline 5, column 11: language must be de or en');
  });
});
