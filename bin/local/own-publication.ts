import { stringify } from 'yaml';
import type { ExplorationAnswer } from '../../lambdas/console/answers.ts';
import { parseDocument } from '../../lambdas/ingest/index.ts';

/** Id of the publication that `npm start -- SOURCE_URL` makes. */
export const OWN_ID = 'mine';
const TIMEOUT_MS = 20_000;

/** Where articles come from, as exploring an address found out; just the address where it found nothing. */
export interface OwnSource {
  url: string;
  kind?: ExplorationAnswer['candidates'][number]['kind'];
  title?: string;
}

/**
 * A publication file for sources of one's own, in the language and under the title of the first.
 *
 * @param sources - one that cannot be read yet is kept, as its poll will say why
 */
export async function ownPublication(sources: OwnSource[]): Promise<string> {
  const [first = { url: '' }] = sources;
  const { title, language } = await firstImpression(first);
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
    siteUrl: new URL(first.url).origin,
    sender: { name: title },
    imprint: [language === 'de' ? de : en],
    digests: [{ id: 'weekly', cadence: 'weekly', weekday: 'monday', time: '08:00' }],
    sources: sources.map(({ url, kind, title: named }, index) => ({
      id: `source-${index + 1}`,
      url,
      title: named || new URL(url).host,
      ...(kind ? { kind } : {}),
    })),
  });
}

async function firstImpression({ url, title: found }: OwnSource): Promise<{ title: string; language: 'de' | 'en' }> {
  const unknown = { title: found || new URL(url).host, language: 'en' as const };
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const contentType = response.headers.get('content-type') ?? undefined;
    if (contentType?.includes('html')) return { ...unknown, language: languageOf(htmlLanguage(bytes)) };
    const { title, language } = await parseDocument(bytes, { contentType, url });
    return { title: title || unknown.title, language: languageOf(language) };
  } catch {
    // Whatever is wrong with it, the poll of the source says it in plain words a moment later.
    return unknown;
  }
}

const htmlLanguage = (bytes: Uint8Array) =>
  /<html\b[^>]*\blang\s*=\s*["']?([a-z]+)/i.exec(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'))?.[1];

const languageOf = (tag: string | undefined) => (tag?.toLowerCase().startsWith('de') ? 'de' : 'en');
