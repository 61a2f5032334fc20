/** Which pictures a mail shows, and whose they are. */
import { type Picture, shown } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';

const STYLE_URL = /url\(\s*["']?([^"')]+)/gi;

/** Their addresses, in the mail and behind it, each once. */
export function picturesOf({ page }: MailUnderCheck): string[] {
  const images = page('img[src], [background]').toArray();
  const named = images.map((image) => page(image).attr('src') ?? page(image).attr('background') ?? '');
  const styled = page('[style*="url("]')
    .toArray()
    .flatMap((element) => [...(page(element).attr('style') ?? '').matchAll(STYLE_URL)].map(([, url = '']) => url));
  return [...new Set([...named, ...styled].map((address) => address.trim()))];
}

/** As editors are told of it: they look for the article, and not for an address. */
export function pictureAt(url: string, { edition }: Pick<MailUnderCheck, 'edition'>): Picture {
  const item = edition.items.find(({ image }) => image?.url === url.trim());
  return { address: shown(url), ...(item && { article: shown(item.title) }) };
}
