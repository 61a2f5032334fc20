import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website of the test's own without any feed: its front page lists articles, as a municipal website does. */
export interface Website {
  url: string;
  close(): void;
}

export interface Listed {
  path: string;
  title: string;
  teaser: string;
}

export async function openWebsite(articles: Listed[]): Promise<Website> {
  const server = createServer((request, response) => {
    const isFront = request.url === '/';
    response.writeHead(isFront ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(isFront ? frontPage(articles) : '<!doctype html><title>Nicht gefunden</title><p>Nichts da.</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function frontPage(articles: Listed[]): string {
  const today = new Date().toISOString().slice(0, 10);
  const cards = articles.map(
    ({ path, title, teaser }) =>
      `<article class="card"><h2><a href="${path}">${title}</a></h2><time datetime="${today}">heute</time><p>${teaser}</p><a href="${path}">Weiterlesen</a></article>`,
  );
  return `<!doctype html><html lang="de"><head><title>Stadt am Fluss</title></head><body>
    <nav><ul><li><a href="/rathaus">Rathaus</a></li><li><a href="/kontakt">Kontakt</a></li></ul></nav>
    <main><h1>Aktuelles</h1>${cards.join('\n')}</main>
    <footer><a href="/impressum">Impressum</a></footer></body></html>`;
}
