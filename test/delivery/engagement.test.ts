import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addEngagement,
  type Engagement,
  followCode,
  joinEngagement,
  linkNumber,
  noEngagement,
} from '../../lambdas/delivery/engagement.ts';
import type { Evidence } from '../../lambdas/delivery/evidence.ts';
import { isMachine, TOO_SOON_MS } from '../../lambdas/delivery/machines.ts';
import { LEAST_READERS, trackingReport } from '../../lambdas/delivery/tracking-report.ts';

const SENT = '2026-11-02T07:00:00.000Z';
const past = (ms: number) => new Date(Date.parse(SENT) + ms).toISOString();
const PERSON = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';
const LATER = { timestamp: past(600_000), userAgent: PERSON };

describe('an open or a click', () => {
  it.each([
    { what: 'of a browser, some minutes later', event: LATER },
    {
      what: 'of a picture that Gmail fetches for its reader',
      event: { ...LATER, userAgent: `${PERSON} GoogleImageProxy` },
    },
    { what: 'of Yahoo’s', event: { ...LATER, userAgent: 'YahooMailProxy; https://help.yahoo.com/kb/x.html' } },
    { what: 'without the name of a program', event: { timestamp: LATER.timestamp } },
    { what: 'whose time cannot be read', event: { userAgent: PERSON, timestamp: 'gestern' } },
    { what: 'a minute after sending', event: { ...LATER, timestamp: past(TOO_SOON_MS) } },
    { what: 'of which SES says that it is none', event: { ...LATER, isBot: false, botDetection: 'none' } },
  ])('is a person’s: $what', ({ event }) => expect(isMachine(event, SENT)).toBe(false));

  it.each([
    { what: 'Apple’s fetching ahead', event: { ...LATER, userAgent: 'Mozilla/5.0' } },
    { what: 'an empty name', event: { ...LATER, userAgent: '' } },
    { what: 'a mail filter', event: { ...LATER, userAgent: 'BarracudaCentral/1.0' } },
    { what: 'a link checker', event: { ...LATER, userAgent: 'Mozilla/5.0 (compatible; LinkScanner)' } },
    { what: 'a bot', event: { ...LATER, userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0)' } },
    { what: 'a tool', event: { ...LATER, userAgent: 'python-requests/2.32' } },
    { what: 'less than a minute after sending', event: { ...LATER, timestamp: past(TOO_SOON_MS - 1) } },
    { what: 'before sending, by a clock that is wrong', event: { ...LATER, timestamp: past(-5_000) } },
    { what: 'a flag of SES, by one name', event: { ...LATER, isBot: true } },
    { what: 'a flag of SES, by another', event: { ...LATER, automatedInteraction: 'true' } },
  ])('is a program’s: $what', ({ event }) => expect(isMachine(event, SENT)).toBe(true));
});

const A = linkNumber('https://news.example/a');
const B = linkNumber('https://news.example/b');
const C = linkNumber('https://news.example/c');
const click = (index: number, link: number, delayMs: number, isMachine = false) =>
  followCode({ index, link, delayMs, isMachine });
const counted = (...chunks: Evidence[]): Engagement => {
  const sum = noEngagement();
  for (const evidence of chunks) addEngagement(sum, evidence);
  return sum;
};
const clicksOf = (...follows: number[]) =>
  counted({
    tracked: new Set([0, 1, 2]),
    delivery: new Set([0, 1, 2]),
    click: new Set([0, 1]),
    follows: new Set(follows),
  });

describe('counting readers', () => {
  it('counts who agreed and was reached, each once', () => {
    const evidence = {
      tracked: new Set([1, 2, 3, 4]),
      delivery: new Set([0, 1, 2]),
      open: new Set([1, 3]),
      openByPerson: new Set([1]),
    };
    expect(counted(evidence)).toMatchObject({ readers: 3, opens: { raw: 2, filtered: 1 } });
  });

  it('counts nothing of a chunk in which nobody agreed', () => {
    expect(counted({ delivery: new Set([1]), open: new Set([1]), openByPerson: new Set([1]) })).toEqual(noEngagement());
  });

  it('tells clicks of programs from those of people, in sum and by link', () => {
    const { clicks, links } = clicksOf(
      click(0, A, 700_000),
      click(0, A, 900_000),
      click(0, B, 900_000),
      click(1, A, 5_000, true),
    );
    expect(clicks).toEqual({ raw: 2, filtered: 1 });
    expect(Object.fromEntries(links)).toEqual({ [A]: { raw: 2, filtered: 1 }, [B]: { raw: 1, filtered: 1 } });
  });

  it.each([
    { what: 'three links at one moment', at: [600_000, 600_500, 601_900], filtered: 0 },
    { what: 'three links at two moments', at: [601_000, 602_000, 603_900], filtered: 0 },
    { what: 'three links over the end of the moments', at: [359_000, 360_100, 360_200], filtered: 0 },
    { what: 'three links at three moments', at: [600_000, 602_000, 604_000], filtered: 1 },
    { what: 'two links at once', at: [600_000, 600_100], filtered: 1 },
  ])('takes $what for $filtered people', ({ at, filtered }) => {
    const follows = at.map((delay, link) => click(0, [A, B, C][link] as number, delay));
    expect(clicksOf(...follows).clicks.filtered).toBe(filtered);
  });

  it('takes one link followed three times at once for a person, and keeps what they did before a burst', () => {
    expect(clicksOf(click(0, A, 600_000), click(0, A, 600_100), click(0, A, 602_100)).clicks.filtered).toBe(1);
    const burst = [A, B, C].map((link) => click(0, link, 600_000));
    expect(clicksOf(click(0, A, 900_000), ...burst).clicks.filtered).toBe(1);
  });

  it('finds no burst among clicks whose time is unknown', () => {
    const follows = [A, B, C].map((link) => followCode({ index: 0, link, isMachine: false }));
    expect(clicksOf(...follows).clicks.filtered).toBe(1);
  });

  it('is the same in whatever parts the sets come', () => {
    const evidence = fc.record({
      ...{ tracked: indexes(), delivery: indexes(), open: indexes(), openByPerson: indexes(), click: indexes() },
      follows: fc
        .array(fc.tuple(fc.nat(99), fc.constantFrom(A, B, C), fc.nat(900_000), fc.boolean()), { maxLength: 20 })
        .map((all) => new Set(all.map((one) => click(...one)))),
    });
    fc.assert(
      fc.property(evidence, evidence, (one, other) => {
        const apart = counted(one);
        joinEngagement(apart, counted(other));
        expect(apart).toEqual(counted(one, other));
      }),
    );
  });

  it('keeps every part of a click apart from the others', () => {
    const any = fc.tuple(fc.nat(99), fc.nat(2 ** 24 - 1), fc.nat(359_999), fc.boolean());
    fc.assert(
      fc.property(any, any, (one, other) => {
        const isSame =
          one.every((part, at) => at === 2 || part === other[at]) &&
          Math.floor(one[2] / 2_000) === Math.floor(other[2] / 2_000);
        expect(click(...one) === click(...other)).toBe(isSame);
        expect(Number.isSafeInteger(click(...one))).toBe(true);
      }),
    );
  });
});

const indexes = () => fc.uniqueArray(fc.nat(99), { maxLength: 10 }).map((all) => new Set(all));

describe('the report', () => {
  const html = [
    '<a href="https://news.example/a">A</a> <a href="#unsubscribe">leave</a>',
    "<a class='x' href='https://news.example/b?x=1&amp;y=2'>B</a> <a href=\"https://news.example/a\">more</a>",
    '<a href="https://news.example/c">C</a>',
  ].join('');
  const figures = (readers: number): Engagement => ({
    readers,
    opens: { raw: 9, filtered: 7 },
    clicks: { raw: 4, filtered: 3 },
    links: new Map([
      [linkNumber('https://news.example/b?x=1&y=2'), { raw: 4, filtered: 3 }],
      [linkNumber('https://elsewhere.example/'), { raw: 1, filtered: 1 }],
    ]),
  });

  it('names links by their place in the edition, and none that is not in it', () => {
    expect(trackingReport(figures(LEAST_READERS), html)).toEqual({
      ...{ readers: LEAST_READERS, leastReaders: LEAST_READERS },
      figures: {
        ...{ opens: { raw: 9, filtered: 7 }, clicks: { raw: 4, filtered: 3 } },
        links: [{ position: 2, url: 'https://news.example/b?x=1&y=2', raw: 4, filtered: 3 }],
      },
    });
  });

  it('has no figures of so few readers that they would tell what somebody did', () => {
    const readers = LEAST_READERS - 1;
    expect(trackingReport(figures(readers), html)).toEqual({ readers, leastReaders: LEAST_READERS });
  });

  it('has sums also when the edition is gone', () => {
    expect(trackingReport(figures(LEAST_READERS), undefined).figures).toMatchObject({ opens: { raw: 9 }, links: [] });
  });
});
