/** The module object whose functions rss-parser calls: see feedParser() in read-xml-feed.ts. */
declare module 'rss-parser/lib/utils.js' {
  const internals: { stripHtml: (html: string) => string };
  export default internals;
}
