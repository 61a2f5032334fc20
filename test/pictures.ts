/** `npm run pictures`: the README's pictures, taken from a fresh local run with its demo. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { openWebsite } from './journeys/website.ts';
import { takeLooks } from './pictures-of-looks.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
const dataDir = mkdtempSync(join(tmpdir(), 'rundbrief-pictures-'));

const run = spawn(process.execPath, ['bin/local.ts', '--port', '0', '--data', dataDir], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await ready();
  const browser = await openBrowser();
  await takeDigests(browser, url);
  await takeLooks(browser, take);
  await takePreferences(browser, url);
  await takeConsole(browser, url);
  await takePreview(browser, url);
  await browser.close();
} finally {
  run.kill('SIGTERM');
  await new Promise((resolve) => run.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

function ready(): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    run.once('exit', () => reject(new Error(`The local run ended: ${printed}`)));
    run.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const [, url] = /^ready (\S+)$/m.exec(printed) ?? [];
      if (url) resolve(url);
    });
  });
}

async function takeDigests(browser: Browser, url: string): Promise<void> {
  const looks = [
    { to: 'leserin@rundbrief.example', name: 'digest-de', width: 640, colorScheme: 'light' },
    { to: 'reader@rundbrief.example', name: 'digest-en-dark-phone', width: 375, colorScheme: 'dark' },
  ] as const;
  const list = (await (await fetch(`${url}/_local/mail.json`)).json()) as { id: string; to: string[] }[];
  for (const { to, name, width, colorScheme } of looks) {
    const mail = list.find((listed) => listed.to.includes(to));
    const bytes = await (await fetch(`${url}/_local/mail/${mail?.id}.eml`)).arrayBuffer();
    const { html } = await simpleParser(Buffer.from(bytes));
    const page = await browser.newPage({ viewport: { width, height: 1_000 }, colorScheme });
    await page.setContent(html || '');
    await take(page, name);
  }
}

/** What a reader can decide, behind the link in the German edition. */
async function takePreferences(browser: Browser, url: string): Promise<void> {
  const list = (await (await fetch(`${url}/_local/mail.json`)).json()) as { id: string; to: string[] }[];
  const mail = list.find(({ to }) => to.includes('leserin@rundbrief.example'));
  const bytes = await (await fetch(`${url}/_local/mail/${mail?.id}.eml`)).arrayBuffer();
  const { text = '' } = await simpleParser(Buffer.from(bytes));
  const [link = ''] = /http\S+\/preferences\?t=\S+/.exec(text) ?? [];
  const page = await browser.newPage({ viewport: { width: 640, height: 1_000 }, locale: 'de-DE' });
  await page.goto(link);
  await take(page, 'preferences-de');
}

async function takeConsole(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_100, height: 1_000 }, locale: 'en-GB' });
  await page.goto(`${url}/console`);
  await page.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
  // The sweep that tells the edition that its campaign is closed comes once a minute.
  await fetch(`${url}/_local/tick`, { method: 'POST' });
  await page.locator('a[href*="courier"]').first().click();
  await take(page, 'console');
}

/** A website without a feed, as an editor sees it before it becomes a source. */
async function takePreview(browser: Browser, url: string): Promise<void> {
  const website = await openWebsite([
    { path: '/baeder', title: 'Freibäder öffnen am 1. Mai', teaser: 'Die Becken sind gefüllt, die Bäume geschnitten.' },
    {
      path: '/bus',
      title: 'Linie 12 fährt wieder bis zur Zeche',
      teaser: 'Die Brücke ist fertig, die Haltestelle neu.',
    },
    { path: '/kita', title: 'Anmeldung für die Kitas', teaser: 'Bis Ende des Monats, auch auf Türkisch und Arabisch.' },
    { path: '/forum', title: 'Bildungsforum in der Stadthalle', teaser: 'Was Schulen voneinander lernen können.' },
  ]);
  const page = await browser.newPage({ viewport: { width: 1_100, height: 1_000 }, locale: 'de-DE' });
  await page.goto(`${url}/console`);
  await page.getByRole('button', { name: /editor@rundbrief\.example/ }).click();
  await page.goto(`${url}/console/publications/ruhr/add-source`);
  await page.locator('input[name=url]').fill(website.url);
  await page.locator('main form button[type=submit]').first().click();
  await page.getByText('Freibäder öffnen am 1. Mai').waitFor();
  await take(page, 'add-source-de');
  website.close();
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
  console.log(`docs/pictures/${name}.png`);
}
