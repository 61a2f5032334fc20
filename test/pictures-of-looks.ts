/** The three looks side by side, by day and on telephones at night: the sample mail, as `npm run templates` shows it. */
import type { Browser, Page } from 'playwright-core';
import { type Renderer, watchRenderer } from '../bin/templates/bundle.ts';
import type { Language } from '../lambdas/domain/publication.ts';

const SETS = [
  { name: 'looks-de', language: 'de', colorScheme: 'light', width: 640, height: 1_500, zoom: 0.6 },
  { name: 'looks-en-dark-phone', language: 'en', colorScheme: 'dark', width: 375, height: 1_050, zoom: 0.8 },
] as const;
const GAP = 24;

/** @param take - keeps a picture of a page under a name, and closes it */
export async function takeLooks(browser: Browser, take: (page: Page, name: string) => Promise<void>): Promise<void> {
  const { renderer, stop } = await build();
  for (const { name, language, colorScheme, width, height, zoom } of SETS) {
    const viewport = {
      width: Math.ceil(renderer.looks.length * (width + GAP) * zoom + GAP * zoom),
      height: Math.ceil((height + 2 * GAP) * zoom),
    };
    const page = await browser.newPage({ viewport, colorScheme });
    await page.setContent(sideBySide({ colorScheme, width, height, zoom }, await mails(renderer, language)));
    await take(page, name);
  }
  await stop();
}

async function build(): Promise<{ renderer: Renderer; stop: () => Promise<void> }> {
  const first = Promise.withResolvers<Renderer>();
  const stop = await watchRenderer((built) => {
    if ('renderer' in built) first.resolve(built.renderer);
    else first.reject(new Error(built.problem));
  });
  return { renderer: await first.promise, stop };
}

const mails = ({ looks, render }: Renderer, language: Language) =>
  Promise.all(looks.map(async (look) => (await render({ language, look })).html));

function sideBySide(
  { colorScheme, width, height, zoom }: Omit<(typeof SETS)[number], 'name' | 'language'>,
  htmls: string[],
): string {
  const frames = htmls.map(
    (html) => `<iframe srcdoc="${html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`,
  );
  const ground = colorScheme === 'dark' ? '#2b3138' : '#c9cdd2';
  return `<!doctype html><meta name="color-scheme" content="light dark"><style>
body { margin: 0; zoom: ${zoom}; display: flex; gap: ${GAP}px; padding: ${GAP}px; background: ${ground}; }
iframe { flex: none; width: ${width}px; height: ${height}px; border: 0; border-radius: 10px; }
</style>${frames.join('')}`;
}
