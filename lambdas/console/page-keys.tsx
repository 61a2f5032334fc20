import type { Publication, Source } from '../domain/publication.ts';
import type { KeysAnswer } from './answers.ts';
import type { Words } from './words.ts';

interface KeysPageProps {
  words: Words;
  publication: Publication;
  source: Source;
  keys: KeysAnswer;
  isRenewed: boolean;
}

/** What a program needs to send us articles. */
export function KeysPage({ words, publication, source, keys, isRenewed }: KeysPageProps) {
  const { keys: labels } = words;
  const here = `/console/publications/${publication.id}/sources/${source.id}/keys`;
  return (
    <>
      <h1>
        {labels.title}: {source.title}
      </h1>
      {isRenewed && (
        <p class="notice" role="status">
          {labels.renewed}
        </p>
      )}
      <p>{labels.lead}</p>
      <dl class="facts">
        <Fact name={labels.apiKey} value={keys.apiKey} />
        <Fact name={labels.articlesUrl} value={keys.articlesUrl} />
        <Fact name={labels.webhookSecret} value={keys.webhookSecret} />
        <Fact name={labels.webhookUrl} value={keys.webhookUrl} />
      </dl>
      <h2>{labels.example}</h2>
      <p>{labels.exampleLead}</p>
      <pre class="preview" tabindex={0}>
        {curlExample(keys, labels.sampleTitle, publication)}
      </pre>
      <p class="actions">
        <a class="button quiet" href={`${here}/renew`}>
          {labels.renew}
        </a>
      </p>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </>
  );
}

function curlExample({ apiKey, articlesUrl }: KeysAnswer, title: string, { siteUrl }: Publication): string {
  const article = { id: 'article-1', title, url: new URL('article-1', siteUrl).href, markdown: `**${title}**` };
  // A quote within single quotes would end them.
  const json = JSON.stringify(article, null, 2).replaceAll("'", "'\\''");
  return [
    `curl '${articlesUrl}' \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  --data '${json}'`,
  ].join('\n');
}
