import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { subscriptionAnswer } from '../../lambdas/console/answers.ts';
import { openBrowser } from '../browser.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { applyPublication } from './steps.ts';

const PHONE = { width: 390, height: 800 };
/** Less than a test has: its failure then names what was waited for. */
const PATIENCE_MS = 50_000;
/** Three thousand people are some ten thousand writes, which a busy laptop takes its time for. */
const IMPORT_MS = 150_000;
const ROWS = 3_000;
const PEOPLE = '/console/publications/schule/subscribers';
const PROVENANCE = 'Anmeldebögen der Fachtagung „Übergänge“ 2024, Ordner 12 im Sekretariat';

/** As Excel in German saves it: semicolons, windows-1252, and a remark that makes it larger than one piece. */
function excelFile(): Buffer {
  const remark = 'Größe, Übung; Maß '.repeat(70);
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const address = index === 2_000 ? 'jörg@schule.example' : `person${index % 2_990}@schule.example`;
    return `${address};Förderung;Grundschule Überruhr ${index};"${remark}"`;
  });
  return Buffer.from(['E-Mail-Adresse;Themen;Schule;Bemerkung', ...rows, ''].join('\r\n'), 'latin1');
}

const listed = z.object({ subscribers: z.array(subscriptionAnswer), next: z.string().nullable() });
const found = z.object({ subscription: subscriptionAnswer.nullable() });

describe('an editor with a list of their own', () => {
  let journey: Journey;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  const signedIn = async (options: { javaScriptEnabled: boolean; group?: string }) => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'de-DE', ...options });
    const opened = await context.newPage();
    opened.setDefaultTimeout(PATIENCE_MS);
    await opened.goto(`${journey.url}/console`);
    if (options.group) {
      await opened.getByText('Someone else').click();
      await opened.getByLabel('Email').fill('anna@rundbrief.example');
      await opened.getByLabel('Group').selectOption(options.group);
      await opened.getByRole('button', { name: 'Sign in', exact: true }).click();
    } else await opened.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
    await opened.getByRole('heading', { name: 'Publikationen' }).waitFor();
    return opened;
  };
  const choose = async (name: string, buffer: Buffer) => {
    await page.goto(`${journey.url}${PEOPLE}/import`);
    await page.getByLabel('Datei mit der Liste').setInputFiles({ name, mimeType: 'text/csv', buffer });
  };
  beforeAll(async () => {
    publisher = await openPublisher([]);
    journey = await beginJourney();
    await applyPublication(journey, publisher.feedUrl);
    browser = await openBrowser();
    page = await signedIn({ javaScriptEnabled: true });
  });
  afterAll(async () => {
    await browser?.close();
    await journey.end();
    publisher.close();
  });

  it('sends it in pieces, one of them a second time after the connection was lost', async () => {
    let losses = 0;
    const sent: string[] = [];
    await page.route('**/parts/*', (route) => {
      sent.push(route.request().url().split('/').at(-1) ?? '');
      if (sent.length === 2) losses += 1;
      return sent.length === 2 ? route.abort() : route.continue();
    });
    await choose('liste.csv', excelFile());
    await page.getByRole('button', { name: 'Datei übertragen' }).click();
    await page.getByRole('heading', { name: 'Was steht in welcher Spalte?' }).waitFor();
    expect({ losses, sent }).toEqual({ losses: 1, sent: ['1', '2', '2'] });
  });

  it('sees what was read of it, umlauts and all, and what the columns are taken for', async () => {
    await page.getByText('Windows (westeuropäisch)').waitFor();
    await page.getByText('Semikolon').waitFor();
    await page.getByText('3.000').waitFor();
    await page.getByText('Grundschule Überruhr 0').waitFor();
    expect(await page.getByLabel('Bedeutung von E-Mail-Adresse').inputValue()).toBe('address');
    expect(await page.getByLabel('Bedeutung von Themen').inputValue()).toBe('topics');
    expect(await page.getByLabel('Bedeutung von Bemerkung').inputValue()).toBe('');
    expect(await overflow(page)).toBe(0);
  });

  it('tries it first, and nobody is subscribed by that', async () => {
    await page.getByLabel('Bedeutung von Schule').selectOption('field:schule');
    await page.getByLabel('Wo, wann und wie').fill(PROVENANCE);
    await page.getByRole('button', { name: 'Erst ausprobieren' }).click();
    await page.getByRole('heading', { name: 'Was der Import bewirken würde' }).waitFor();
    expect(await equation(page)).toBe(
      '3.000 Zeilen = 2.989 aufgenommen + 10 weitere Zeilen von ihnen + 1 nicht verwendbar',
    );
    expect(await overflow(page)).toBe(0);
    expect((await journey.api.get('/publications/schule/subscribers', listed)).subscribers).toEqual([]);
  });

  it(
    'imports it, and reads in the report which line could not be used and why',
    async () => {
      await page.getByRole('button', { name: 'Jetzt importieren' }).first().click();
      await page.getByRole('heading', { name: 'Der Import ist fertig' }).waitFor({ timeout: IMPORT_MS });
      expect(await equation(page)).toBe(
        '3.000 Zeilen = 2.989 aufgenommen + 10 weitere Zeilen von ihnen + 1 nicht verwendbar',
      );
      const report = parse(await download(page, 'Bericht zu jeder Zeile (CSV)'), {
        bom: true,
        delimiter: ';',
      }) as string[][];
      expect(report).toHaveLength(ROWS + 1);
      expect(report.filter(([, outcome]) => outcome === 'nicht verwendbar')).toEqual([
        ['2002', 'nicht verwendbar', expect.stringContaining('etwa ein Umlaut')],
      ]);
      expect(report.flat().join(' ')).not.toContain('@schule.example');
    },
    IMPORT_MS + 30_000,
  );

  it('finds everybody in the API’s list, as the file described them', async () => {
    const { subscription } = await journey.api.post(
      '/publications/schule/subscribers/search',
      { address: 'Person17@schule.example' },
      found,
    );
    expect(subscription).toMatchObject({
      address: 'person17@schule.example',
      status: 'confirmed',
      topics: ['foerderung'],
      fields: { schule: 'Grundschule Überruhr 17' },
      origin: expect.stringMatching(/^import:/),
    });
    expect(await everyone(journey)).toHaveLength(2_989);
  });

  it('exports them again, and gets the very same people', async () => {
    await page.goto(`${journey.url}${PEOPLE}/export`);
    expect(await overflow(page)).toBe(0);
    const rows = parse(await download(page, 'Tabelle herunterladen'), { bom: true, columns: true, delimiter: ';' });
    const exported = z.array(z.looseObject({ address: z.string(), status: z.string() })).parse(rows);
    const people = await everyone(journey);
    expect(exported.map(({ address }) => address).sort()).toEqual(people.map(({ address }) => address).sort());
    expect(exported.find(({ address }) => address === 'person17@schule.example')).toMatchObject({
      status: 'confirmed',
      'field:schule': 'Grundschule Überruhr 17',
    });
  });

  it('brings a small one without any script, in UTF-8 with commas', async () => {
    page = await signedIn({ javaScriptEnabled: false });
    const csv = '\uFEFFemail,topics\r\nmaria@fluß.example,Termine\r\nperson17@schule.example,\r\n';
    await choose('klein.csv', Buffer.from(csv));
    await page.getByRole('button', { name: 'Datei übertragen' }).click();
    await page.getByRole('heading', { name: 'Was steht in welcher Spalte?' }).waitFor();
    await page.getByLabel('Wo, wann und wie').fill(PROVENANCE);
    await page.getByRole('button', { name: 'Erst ausprobieren' }).click();
    await page.getByRole('heading', { name: 'Was der Import bewirken würde' }).waitFor();
    await page.getByRole('button', { name: 'Jetzt importieren' }).first().click();
    await page.getByRole('heading', { name: 'Der Import ist fertig' }).waitFor();
    expect(await equation(page)).toBe('2 Zeilen = 1 aufgenommen + 1 schon angemeldet');
  });

  it('is told in plain words, with the line, what is wrong with a broken one', async () => {
    await choose('kaputt.csv', Buffer.from('email,name\r\na@schule.example,"Anna\r\nb@schule.example,Bob\r\n'));
    await page.getByRole('button', { name: 'Datei übertragen' }).click();
    await page.getByRole('heading', { name: 'Die Datei ließ sich nicht importieren' }).waitFor();
    await page.getByText('Ein Anführungszeichen wird nicht geschlossen').waitFor();
    await page.getByText(/Zeile \d+ der Datei/).waitFor();
  });

  it('may do all that as publisher or admin; who only composes is told whom to ask', async () => {
    const composer = await signedIn({ javaScriptEnabled: true, group: 'editor' });
    for (const path of ['import', 'export']) {
      await composer.goto(`${journey.url}${PEOPLE}/${path}`);
      await composer.getByText('dürfen „publisher“ und „admin“').waitFor();
    }
  });
});

const everyone = async ({ api }: Journey) => {
  const all: z.infer<typeof subscriptionAnswer>[] = [];
  let after: string | null = '';
  do {
    const from: string = after ? `&after=${encodeURIComponent(after)}` : '';
    const some: z.infer<typeof listed> = await api.get(`/publications/schule/subscribers?limit=500${from}`, listed);
    all.push(...some.subscribers);
    after = some.next;
  } while (after);
  return all;
};

async function download(page: Page, link: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  return readFileSync(await (await coming).path());
}

const equation = async (page: Page) => (await page.locator('.equation').innerText()).replaceAll(/\s+/g, ' ').trim();

/** By how many pixels the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');
