import { stringify } from 'yaml';
import { parseDocument } from '../../lambdas/ingest/index.ts';

/** Id of the publication that `npm start -- SOURCE_URL` makes. */
export const OWN_ID = 'mine';
const TIMEOUT_MS = 20_000;

/**
 * A publication file for feeds of one's own, in their language and under the title of the first.
 *
 * @param sources - addresses of feeds; one that cannot be read yet is kept, as its poll will say why
 */
export async function ownPublication(sources: string[]): Promise<string> {
  const { title, language } = await firstImpression(sources[0] as string);
  const [de, en] = [
    'Von einem Rechner, auf dem Rundbrief ausprobiert wird',
    'From a machine on which Rundbrief is tried out',
  ];
  return stringify({
    id: OWN_ID,
    title,
    description: language === 'de' ? `Neues von ${title}` : `News from ${title}`,
    language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    siteUrl: new URL(sources[0] as string).origin,
    sender: { name: title },
    imprint: [language === 'de' ? de : en],
    digests: [{ id: 'weekly', cadence: 'weekly', weekday: 'monday', time: '08:00' }],
    sources: sources.map((url, index) => ({ id: `source-${index + 1}`, url, title: new URL(url).host })),
  });
}

async function firstImpression(url: string): Promise<{ title: string; language: 'de' | 'en' }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const contentType = response.headers.get('content-type') ?? undefined;
    const { title, language } = await parseDocument(bytes, { contentType, url });
    return { title: title || new URL(url).host, language: language?.startsWith('de') ? 'de' : 'en' };
  } catch {
    // Whatever is wrong with it, the poll of the source says it in plain words a moment later.
    return { title: new URL(url).host, language: 'en' };
  }
}
