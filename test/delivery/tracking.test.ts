import { describe, expect, it } from 'vitest';
import { campaignAuditInMemory } from '../../lambdas/delivery/campaign-audit.ts';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { linkNumber } from '../../lambdas/delivery/engagement.ts';
import { proven } from '../../lambdas/delivery/evidence.ts';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { startFollowUp } from '../../lambdas/delivery/start-follow-up.ts';
import { anEdition, aSubscription, later, START } from './samples.ts';
import { eventOf } from './ses-model.ts';
import { aWorld } from './world.ts';

const AGREED = { trackingAgreedAt: later(-600) };
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const LINK = 'https://news.example/a?x=1';

/** The first has agreed, the second as well and is watched, the third has not. */
const readers = () => [
  aSubscription(0, AGREED),
  aSubscription(1, { ...AGREED, isWatched: true }),
  aSubscription(2),
  aSubscription(3, { isWatched: true }),
];

async function sent({ isTracked }: { isTracked?: boolean }) {
  const world = aWorld({ readers: readers() });
  const written: unknown[] = [];
  await world.start({ isTracked });
  await world.plan();
  const letters = await world.senderDeps().letters(await world.campaign());
  await world.send('00-000001', {
    letters: async () => ({
      ...letters,
      write: (recipient) => {
        written.push([recipient.address, recipient.isTracked]);
        return letters.write(recipient);
      },
    }),
  });
  const by = (number: number) => world.ses.calls.find(({ to }) => to === aSubscription(number).address);
  return { world, by, written };
}

describe('a campaign of a publication that asks its readers', () => {
  it('goes through sets that count opens and clicks to who agreed, and to nobody else', async () => {
    const { by, written } = await sent({ isTracked: true });
    expect([0, 1, 2, 3].map((number) => [by(number)?.configurationSet, by(number)?.tags.track])).toEqual([
      ['tracked', '1'],
      ['tracked-past-list', '1'],
      ['bulk', undefined],
      ['past-list', undefined],
    ]);
    expect(Object.fromEntries(written as [string, boolean][])).toEqual({
      [aSubscription(0).address]: true,
      [aSubscription(1).address]: true,
      [aSubscription(2).address]: false,
      [aSubscription(3).address]: false,
    });
  });

  it('asks as late as every other wish: who withdraws after the plan is not counted', async () => {
    const world = aWorld({ readers: readers() });
    await world.start({ isTracked: true });
    await world.plan();
    const { trackingAgreedAt: _, ...withdrawn } = aSubscription(0, AGREED);
    world.subscriptions.set(withdrawn.subscriberId, withdrawn);
    await world.send();
    const mail = world.ses.calls.find(({ to }) => to === withdrawn.address);
    expect([mail?.configurationSet, mail?.tags.track]).toEqual(['bulk', undefined]);
  });
});

it('a campaign of any other publication is what it was, whatever a reader once agreed to', async () => {
  const { world, by } = await sent({});
  expect([0, 1, 2, 3].map((number) => by(number)?.configurationSet)).toEqual([
    'bulk',
    'past-list',
    'bulk',
    'past-list',
  ]);
  expect(world.ses.calls.some(({ tags }) => 'track' in tags)).toBe(false);
  expect(await campaignReport('ruhr-12', world)).not.toHaveProperty('tracking');
});

it.each([
  { says: 'asks', tracking: true, isTracked: true },
  { says: 'asks no longer', tracking: false, isTracked: undefined },
  { says: 'never asked', tracking: undefined, isTracked: undefined },
])('a campaign is tracked as its publication says when it begins: $says', async ({ tracking, isTracked }) => {
  const world = aWorld();
  const deps = {
    ...world,
    publications: { find: async () => ({ timeZone: 'Europe/Berlin', tracking }) },
    freeze: async () => anEdition(),
    digests: { list: async () => [] },
  };
  const campaign = await startCampaign({ editionId: 'ruhr-12', contentHash: 'abc' }, deps);
  expect(campaign.isTracked).toBe(isTracked);
  expect((await world.campaigns.find('ruhr-12'))?.isTracked).toBe(isTracked);
});

it.each([
  { says: 'still asks', tracking: true, isTracked: true },
  { says: 'asks no longer', tracking: undefined, isTracked: undefined },
])(
  'a sending after the first is tracked when the first was and its publication $says',
  async ({ tracking, isTracked }) => {
    const world = aWorld({ readers: readers() });
    await world.start({ isTracked: true });
    await world.plan();
    await world.send();
    await world.untilOver();
    const wish = { kind: 'list' as const, subscriberIds: [aSubscription(0).subscriberId] };
    const publications = { find: async () => ({ tracking }) };
    const deps = { ...world, audit: campaignAuditInMemory(), publications };
    const campaign = await startFollowUp({ editionId: 'ruhr-12', wish, by: 'ada' }, deps);
    expect(campaign.isTracked).toBe(isTracked);
  },
);

const TAGS = { campaign: 'ruhr-12', chunk: '00-000001' };
const mailOf = (index: number, isTracked = true) => ({
  to: 'erika@example.net',
  tags: { ...TAGS, index: String(index), ...(isTracked ? { track: '1' } : {}) },
});
/** With the time at which the mail was sent, as SES writes it. */
function interactionOf(type: 'Open' | 'Click', mail: ReturnType<typeof mailOf>, more: object = {}): string {
  const seen = { ipAddress: '192.0.2.77', userAgent: BROWSER, timestamp: later(3_600).toISOString(), ...more };
  const event = JSON.parse(eventOf(type, mail, { [type.toLowerCase()]: seen }));
  return JSON.stringify({ ...event, mail: { ...event.mail, timestamp: START.toISOString() } });
}

async function heard(...bodies: string[]) {
  const world = aWorld();
  await world.start({ isTracked: true });
  expect(await world.hear(bodies)).toEqual([]);
  return world.evidence.find('ruhr-12', '00-000001');
}

describe('what SES tells of opens and clicks', () => {
  const open = interactionOf('Open', mailOf(7));
  const byMachine = interactionOf('Open', mailOf(7), { userAgent: 'Mozilla/5.0' });
  const click = interactionOf('Click', mailOf(7), { link: LINK, linkTags: null });

  it('adds up in any order, doubled or not', async () => {
    const events = [open, byMachine, click, interactionOf('Click', mailOf(8), { link: LINK, userAgent: 'curl/8.5' })];
    const once = await heard(...events);
    expect(once).toMatchObject({
      ...{ tracked: new Set([7, 8]), open: new Set([7]), openByPerson: new Set([7]), click: new Set([7, 8]) },
    });
    expect(once.follows?.size).toBe(2);
    expect(await heard(...events.toReversed(), ...events)).toEqual(once);
  });

  it('keeps neither address nor program nor time nor where a link leads', async () => {
    const kept = JSON.stringify(Object.entries(await heard(open, click)).map(([name, set]) => [name, [...set]]));
    for (const secret of [
      '192.0.2.77',
      'Firefox',
      'news.example',
      'erika',
      '2026-11',
      String(later(3_600).getTime()),
    ]) {
      expect(kept).not.toContain(secret);
    }
  });

  it.each([
    { what: 'of who has not agreed', body: interactionOf('Open', mailOf(7, false)) },
    { what: 'on a link, of who has not agreed', body: interactionOf('Click', mailOf(7, false), { link: LINK }) },
  ])('proves that a mail was sent, and nothing more, $what', async ({ body }) => {
    expect(await heard(body)).toEqual({ send: new Set([7]) });
  });

  it.each([
    { what: 'an open', body: open },
    { what: 'an open of a program', body: byMachine },
    { what: 'a click', body: click },
  ])('proves by $what alone that SES took the mail', async ({ body }) => {
    expect(proven(await heard(body))).toEqual(new Set([7]));
  });

  it.each([
    { what: 'no details', body: eventOf('Open', mailOf(7)) },
    { what: 'details that are none', body: eventOf('Open', mailOf(7), { open: 'x' }) },
    { what: 'details of another kind', body: eventOf('Click', mailOf(7), { click: { link: 3, timestamp: {} } }) },
    { what: 'more than was known', body: interactionOf('Open', mailOf(7), { device: { kind: 'phone' }, isBot: null }) },
  ])('can be read with $what', async ({ body }) => expect(proven(await heard(body))).toEqual(new Set([7])));
});

it('a report counts them side by side, for ten readers who agreed', async () => {
  const world = aWorld({ readers: Array.from({ length: 12 }, (_, n) => aSubscription(n, n < 10 ? AGREED : {})) });
  await world.start({ isTracked: true });
  await world.plan();
  await world.send();
  await world.hearAll();
  const tracked = world.ses.calls.flatMap(({ tags }) => (tags.track ? [Number(tags.index)] : []));
  const [first = 0, second = 0] = tracked;
  await world.hear([
    ...tracked.map((index) => interactionOf('Open', mailOf(index), { userAgent: 'Mozilla/5.0' })),
    interactionOf('Open', mailOf(first)),
    interactionOf('Click', mailOf(first), { link: LINK }),
    interactionOf('Click', mailOf(second), { link: LINK, timestamp: later(2).toISOString() }),
  ]);
  const html = async () => `<a href="${LINK}">A</a>`;
  expect(await campaignReport('ruhr-12', { ...world, html })).toMatchObject({
    deliveries: 12,
    tracking: {
      readers: 10,
      figures: {
        opens: { raw: 10, filtered: 1 },
        clicks: { raw: 2, filtered: 1 },
        links: [{ position: 1, url: LINK, raw: 2, filtered: 1 }],
      },
    },
  });
  expect(linkNumber(LINK)).toBe(linkNumber('https://NEWS.example/a?x=1'));
});
