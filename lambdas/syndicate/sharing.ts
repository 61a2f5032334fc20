import { SHARING_LOCALE } from '../../templates/pages/structured-data.ts';
import type { Publication } from '../domain/publication.ts';
import { cleanLine, webUrl } from './clean-text.ts';
import { publicAddresses } from './public-addresses.ts';
import type { ShownArticle } from './shown-articles.ts';

/** What is shown when somebody shares a publication's page: Open Graph, and the little that Twitter's cards add to it. */
export function sharingProperties(
  { id, title, description, language, sender, feeds }: Publication,
  articles: Pick<ShownArticle, 'image'>[],
  siteUrl: string,
): [name: string, content: string][] {
  const icon = webUrl(feeds?.icon);
  const picture = articles.find((article) => article.image)?.image;
  const image = picture ?? (icon ? { url: icon, alt: cleanLine(title) } : undefined);
  return [
    ['og:type', 'website'],
    ['og:title', cleanLine(title)],
    ['og:description', cleanLine(description)],
    ['og:url', publicAddresses(siteUrl, id).publication],
    ['og:site_name', cleanLine(sender.name)],
    ['og:locale', SHARING_LOCALE[language]],
    ...(image ? ([['og:image', image.url]] satisfies [string, string][]) : []),
    ...(image?.alt ? ([['og:image:alt', image.alt]] satisfies [string, string][]) : []),
    ['twitter:card', picture ? 'summary_large_image' : 'summary'],
  ];
}
