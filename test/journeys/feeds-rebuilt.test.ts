import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { until } from '../../bin/cli/waiting.ts';
import { resetUsage, usageOf } from '../bench/gateway.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, poll } from './steps.ts';

const BUILDER = /BuildFeeds/;
const PATIENCE = { timeoutMs: 40_000, firstPauseMs: 100 };

let journey: Journey;
let publisher: Publisher;
beforeAll(async () => {
  publisher = await openPublisher([{ id: 'a', title: 'Förderung beschlossen', text: 'Neu' }]);
  journey = await beginJourney();
  await applyPublication(journey, publisher.feedUrl);
  await poll(journey);
  await until(async () => (await feed('rss.xml')).includes('Förderung beschlossen') || undefined, PATIENCE);
}, 60_000);
afterAll(async () => {
  await journey?.end();
  publisher?.close();
});

const feed = async (file: string) => (await fetch(`${journey.url}/feeds/schule/${file}`)).text();
const askForFeeds = () => journey.api.post('/publications/schule/feeds', {}, z.unknown());

describe('feeds', () => {
  it('are rebuilt once or twice for a burst of twenty requests, and not at the same time', async () => {
    await pause(6_000);
    await resetUsage(journey.url);
    await Promise.all(Array.from({ length: 20 }, askForFeeds));
    const built = async () => (await usageOf(journey.url, BUILDER)).invocations;
    await until(async () => (await built()) || undefined, PATIENCE);
    await pause(8_000);
    // The requests may stand on both sides of the beginning of a window.
    expect(await built()).toBeLessThanOrEqual(2);
  }, 60_000);

  it('of a topic go with it, and what the builder keeps for itself is nobody’s business', async () => {
    const status = async (file: string) => (await fetch(`${journey.url}/feeds/schule/${file}`)).status;
    for (const file of ['topics/termine/rss.xml', 'topics/termine/events.ics', 'editions/feed.json']) {
      expect(await status(file), file).toBe(200);
    }
    expect(await status('state.json')).toBe(404);
    await journey.api.post('/publications', { yaml: stringify({ ...PUBLICATION, topics: [] }) }, z.unknown());
    await until(async () => (await status('topics/termine/events.ics')) === 404 || undefined, PATIENCE);
    expect(await status('topics/termine/rss.xml')).toBe(404);
    expect(await status('rss.xml')).toBe(200);
    expect(journey.printed.filter((line) => line.includes('✖'))).toEqual([]);
  }, 60_000);
});

const PUBLICATION = {
  id: 'schule',
  title: 'Schule & Region',
  description: 'Neues aus den Schulen',
  language: 'de',
  timeZone: 'Europe/Berlin',
  siteUrl: 'https://schule.example/',
  sender: { name: 'Schule' },
  imprint: ['Schule & Region'],
};
