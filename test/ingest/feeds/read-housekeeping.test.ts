import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../lambdas/ingest/feeds/parse-document.ts';

const URL = 'https://x.example/feed/';
const ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"';
const ITEM = '<item><title>x</title><guid>1</guid></item>';

const parse = (text: string, url = URL) => parseDocument(Buffer.from(text), { url });
const rssWith = (elements: string, url = URL, items = ITEM) =>
  parse(
    `<rss version="2.0" ${ATOM} xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>${elements}${items}</channel></rss>`,
    url,
  );
const atomWith = (elements: string) =>
  parse(`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${elements}</feed>`);
const jsonWith = (fields: object) =>
  parse(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      items: [{ id: '1', content_text: 'x' }],
      ...fields,
    }),
  );

describe('how often to ask', () => {
  it.each([
    ['<ttl>30</ttl>', 30],
    ['<ttl> 10080 </ttl>', 1440],
    ['<ttl>0</ttl>', undefined],
    ['<ttl>soon</ttl>', undefined],
    ['<ttl>-5</ttl>', undefined],
    ['<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>', 30],
    ['<sy:updatePeriod> daily </sy:updatePeriod>', 1440],
    ['<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>14</sy:updateFrequency>', 720],
    ['<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>', 60],
    ['<sy:updatePeriod>hourly</sy:updatePeriod><ttl>15</ttl>', 15],
    ['', undefined],
  ])('%j', async (elements, minutes) => expect((await rssWith(elements)).ttlMinutes).toBe(minutes));
});

describe('who announces a feed', () => {
  it('in RSS and Atom by links, under the name it has there', async () => {
    const links = (link: string) =>
      `<${link} rel="self" href="/feed?a=1&amp;b=2"/><${link} rel="hub" href="https://hub.example/"/>`;
    for (const { hub, hubTopic, siteUrl } of [await rssWith(links('atom:link')), await atomWith(links('link'))]) {
      expect({ hub, hubTopic, siteUrl }).toEqual({
        hub: 'https://hub.example/',
        hubTopic: 'https://x.example/feed?a=1&b=2',
        siteUrl: undefined,
      });
    }
  });

  it('in JSON Feed by its hubs', async () => {
    const { hub, hubTopic } = await jsonWith({
      feed_url: URL,
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    });
    expect({ hub, hubTopic }).toEqual({ hub: 'https://hub.example/', hubTopic: URL });
  });

  it('nobody, where the hub is no address or only the feed names itself', async () => {
    expect(
      (await atomWith('<link rel="hub" href="javascript:1"/><link rel="self" href="/feed"/>')).hub,
    ).toBeUndefined();
    expect((await rssWith('<atom:link rel="self" href="/feed"/>')).hubTopic).toBeUndefined();
  });
});

describe('where older items are', () => {
  const wordPress = '<generator>https://wordpress.org/?v=6.7.1</generator>';

  it.each([
    {
      by: 'RFC 5005 archives',
      elements: '<atom:link rel="prev-archive" href="/archive/3"/><atom:link rel="next" href="/2"/>',
      earlier: 'https://x.example/archive/3',
    },
    {
      by: 'RFC 5005 pages',
      elements: '<atom:link rel="next" href="?page=2"/>',
      earlier: 'https://x.example/feed/?page=2',
    },
    { by: 'WordPress', elements: wordPress, earlier: 'https://x.example/feed/?paged=2' },
    { by: 'nothing', elements: '<generator>Hugo</generator>', earlier: undefined },
    { by: 'a page that is this one', elements: '<atom:link rel="next" href="/feed/"/>', earlier: undefined },
  ])('by $by', async ({ elements, earlier }) => expect((await rssWith(elements)).earlierUrl).toBe(earlier));

  it('by WordPress, page after page until one is empty', async () => {
    expect((await rssWith(wordPress, 'https://x.example/?feed=rss2&paged=7')).earlierUrl).toBe(
      'https://x.example/?feed=rss2&paged=8',
    );
    expect((await rssWith(wordPress, 'https://x.example/feed/?paged=9', '')).earlierUrl).toBeUndefined();
  });

  it('in Atom, also by WordPress, and in JSON Feed', async () => {
    const entry = '<entry><id>1</id><title>x</title></entry>';
    expect(
      (await atomWith(`<generator uri="https://wordpress.org/" version="6.7">WordPress</generator>${entry}`))
        .earlierUrl,
    ).toBe('https://x.example/feed/?paged=2');
    expect((await jsonWith({ next_url: '/feed.json?page=2' })).earlierUrl).toBe('https://x.example/feed.json?page=2');
  });
});

it('a feed names what was taken back (RFC 6721)', async () => {
  const { withdrawnGuids, items } = await atomWith(
    `<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:x.example,1" when="2026-03-02T09:00:00Z"><at:comment>Gone</at:comment></at:deleted-entry>
     <t:deleted-entry xmlns:t="http://purl.org/atompub/tombstones/1.0" ref="tag:x.example,2" when="2026-03-02T09:00:00Z"/>
     <entry><id>tag:x.example,3</id><title>Stays</title></entry>`,
  );
  expect(withdrawnGuids).toEqual(['tag:x.example,1', 'tag:x.example,2']);
  expect(items.map(({ guid }) => guid)).toEqual(['tag:x.example,3']);
});
