/** Where the pages for people are. Like those of feeds, these addresses never change: they hold ids, not titles. */

/** The site's address without a slash at the end. */
export const baseOf = (siteUrl: string) => siteUrl.replace(/\/+$/, '');

export function publicAddresses(siteUrl: string, publicationId: string) {
  const base = baseOf(siteUrl);
  return {
    publication: `${base}/publications/${publicationId}/`,
    feeds: `${base}/feeds/${publicationId}/`,
    archive: `${base}/archive/${publicationId}/`,
    edition: (number: number) => `${base}/archive/${publicationId}/${number}`,
    signUp: `${base}/subscribe/${publicationId}`,
    opml: `${base}/feeds/${publicationId}/feeds.opml`,
    // An id has no dots: no publication's file can be taken for another's, or for the site's.
    sitemap: `${base}/sitemap.${publicationId}.xml`,
    newsSitemap: `${base}/news-sitemap.${publicationId}.xml`,
  };
}

/** The same as paths: they lead to the right place under whatever name the site is visited. */
export const publicPaths = (publicationId: string) => publicAddresses('', publicationId);
