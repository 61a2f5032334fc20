import type { Publication } from '../domain/publication.ts';
import { EventFields, type TypedEvent } from './event-fields.tsx';
import { Problem, TopicBoxes } from './form-parts.tsx';
import { MarkdownPreview } from './markdown-preview.tsx';
import type { Words } from './words.ts';

/** An article as it stands in the form. */
export interface TypedArticle {
  /** Made with the form: sent twice, it is one article. */
  id: string;
  title: string;
  markdown: string;
  teaser: string;
  url: string;
  topics: string[];
  isEvent: boolean;
  event: TypedEvent;
}

interface WritePageProps {
  words: Words;
  publication: Publication;
  typed: TypedArticle;
  isPreview: boolean;
  problem?: string;
}

/** Editors' own articles. */
export function WritePage(props: WritePageProps) {
  const { words, publication, typed, isPreview, problem } = props;
  const { writing } = words;
  const here = `/console/publications/${publication.id}/write`;
  return (
    <>
      <h1>{writing.title}</h1>
      <Problem text={problem} />
      {isPreview && <Preview {...props} />}
      <form method="post" action={here}>
        <input type="hidden" name="id" value={typed.id} />
        <label>
          {writing.headline}
          <input name="title" value={typed.title} required maxlength={200} lang={publication.language} />
        </label>
        <label>
          {writing.text}
          <textarea
            name="markdown"
            rows={12}
            maxlength={100_000}
            lang={publication.language}
            aria-describedby="text-hint"
          >
            {typed.markdown}
          </textarea>
        </label>
        <small class="below" id="text-hint">
          {writing.textHint}
        </small>
        <label>
          {writing.teaser}
          <textarea name="teaser" rows={2} maxlength={5000} lang={publication.language}>
            {typed.teaser}
          </textarea>
        </label>
        <label>
          {writing.url}
          <input type="url" name="url" value={typed.url} maxlength={2000} placeholder={publication.siteUrl} />
        </label>
        <TopicBoxes
          topics={publication.topics}
          chosen={typed.topics}
          legend={writing.topics}
          language={publication.language}
        />
        <details open={typed.isEvent}>
          <summary>{writing.event}</summary>
          <p class="soft">{words.deciding.lead(publication.timeZone)}</p>
          <EventFields words={words} event={typed.event} />
        </details>
        <div class="actions">
          <button type="submit" formaction={`${here}/preview`} class="quiet">
            {writing.preview}
          </button>
          <button type="submit">{writing.save}</button>
        </div>
      </form>
    </>
  );
}

function Preview({ words, publication, typed }: WritePageProps) {
  return (
    <section class="reading" aria-label={words.writing.previewTitle}>
      <p class="soft">{words.writing.previewTitle}</p>
      <div lang={publication.language}>
        <h2>{typed.title}</h2>
        {typed.teaser && <p>{typed.teaser}</p>}
        <MarkdownPreview markdown={typed.markdown} />
      </div>
    </section>
  );
}
