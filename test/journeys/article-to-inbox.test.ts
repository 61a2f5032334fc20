import { XMLValidator } from 'fast-xml-parser';
import { parseFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../bin/cli/waiting.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication, compose, poll, send, sendEdition, subscribe } from './steps.ts';

const UMLAUTS = { id: 'foerderung', title: 'Förderung für „Übergänge“', text: 'Größere Städte bekommen mehr Geld.' };
const PLAIN = { id: 'netz', title: 'Netz trifft sich', text: 'Ein Termin im Rathaus.' };

describe('an article', () => {
  let journey: Journey;
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await openPublisher([UMLAUTS, PLAIN]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    await subscribe(journey, 'erika@example.net');
  });
  afterAll(async () => {
    await journey.end();
    publisher.close();
  });

  it('is read from its source, which then answers "unchanged" and is not read again', async () => {
    expect(await poll(journey)).toMatchObject({ failures: 0 });
    expect(await poll(journey)).toMatchObject({ failures: 0, lastResult: expect.stringMatching(/nothing new/i) });
    // The schedule may have asked, too, in the minute that the source came in.
    expect([publisher.answered[0], publisher.answered.at(-1)]).toEqual([200, 304]);
  });

  it.each(['rss.xml', 'atom.xml', 'feed.json'])(
    'stands in %s, which is well-formed and answers 304 to who knows it',
    async (file) => {
      const address = `${journey.url}/feeds/schule/${file}`;
      const response = await until(
        async () => {
          const found = await fetch(address);
          return found.ok ? found : undefined;
        },
        { timeoutMs: 20_000 },
      );
      const text = (await response?.text()) ?? '';
      if (!file.endsWith('.json')) expect(XMLValidator.validate(text)).toBe(true);
      expect(JSON.stringify(parseFeed(text))).toContain('Förderung für „Übergänge“');
      const etag = response?.headers.get('etag') ?? '';
      const again = await fetch(address, { headers: { 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    },
  );

  it('is mailed once, with its umlauts and quotes right', async () => {
    expect(await sendEdition(journey)).toMatchObject({ status: 'closed', audience: 1, accepted: 1, unknown: 0 });
    const mail = await journey.receive('erika@example.net');
    expect(mail.from?.text).toContain('Schule „Region“');
    for (const part of [mail.html || '', mail.text]) {
      expect(part).toContain('Förderung für „Übergänge“');
      expect(part).toContain('Größere Städte bekommen mehr Geld.');
    }
    expect(mail.headers.get('list')).toMatchObject({ 'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' } });
    expect(await compose(journey)).toMatchObject({ kind: 'skipped', reason: expect.stringMatching(/nothing new/i) });
  });

  it('can be read again in the archive, without anything personal', async () => {
    const page = await (await fetch(`${journey.url}/archive/schule/1`)).text();
    expect(page).toContain('Förderung für „Übergänge“');
    expect(page).not.toMatch(/erika|unsubscribe\?t=|preferences\?t=/);
  });

  it('is news when it comes in later, alone', async () => {
    publisher.publish({ id: 'neu', title: 'Später dazugekommen', text: 'Mit altem Datum.' });
    expect(await poll(journey)).toMatchObject({ failures: 0 });
    const outcome = await compose(journey);
    expect(outcome).toMatchObject({ kind: 'composed', articles: 1 });
    await send(journey, outcome.kind === 'composed' ? outcome.editionId : '');
    const second = await journey.receive('erika@example.net', 2);
    expect(second.text).toContain('Später dazugekommen');
    expect(second.text).not.toContain('Netz trifft sich');
  });
});
