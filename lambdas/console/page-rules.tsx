import type { Publication, Source, SourceRules } from '../domain/publication.ts';
import type { TriedArticle } from '../ingest/index.ts';
import { Problem } from './form-parts.tsx';
import type { Words } from './words.ts';

interface RulesPageProps {
  words: Words;
  publication: Publication;
  source: Source;
  /** As they stand in the form: kept, typed or tried. */
  rules: SourceRules;
  tried?: TriedArticle[];
  isSaved: boolean;
  problem?: string;
}

/** What is taken from a source and how, with a way to see it before it counts. */
export function RulesPage(props: RulesPageProps) {
  const { words, tried, isSaved, problem } = props;
  return (
    <>
      <h1>
        {words.rules.title}: {props.source.title}
      </h1>
      <p>{words.rules.lead}</p>
      {isSaved && (
        <p class="notice" role="status">
          {words.source.saved}
        </p>
      )}
      <Problem text={problem} />
      <RulesForm {...props} />
      {tried && <Trial {...props} tried={tried} />}
    </>
  );
}

function RulesForm({ words, publication, source, rules }: RulesPageProps) {
  const here = `/console/publications/${publication.id}/sources/${source.id}/rules`;
  const { rules: labels } = words;
  const { include, exclude, removePrefixes } = rules;
  return (
    <form method="post" action={here}>
      <Either name="include" legend={labels.include} hint={labels.includeHint} either={include} words={words} />
      <Either name="exclude" legend={labels.exclude} hint={labels.excludeHint} either={exclude} words={words} />
      <TopicRules {...{ words, publication, rules }} />
      <Lines label={labels.prefixes} name="prefixes" lines={removePrefixes} hint={labels.prefixesHint} />
      <div class="actions">
        <button type="submit" formaction={`${here}/try#tried`} class="quiet">
          {labels.try}
        </button>
        <button type="submit">{labels.save}</button>
      </div>
    </form>
  );
}

interface EitherProps {
  words: Words;
  name: string;
  legend: string;
  hint?: string;
  either: { words: string[]; categories: string[] };
  /** The name is seen above it already. */
  isNamed?: boolean;
}

/** Two lists side by side: words, and categories of the publisher. */
function Either({ words, name, legend, hint, either, isNamed = false }: EitherProps) {
  return (
    <fieldset>
      <legend class={isNamed ? 'unseen' : undefined}>{legend}</legend>
      {hint && <p class="soft hint">{hint}</p>}
      <div class="columns">
        <Lines label={words.rules.words} name={`${name}-words`} lines={either.words} />
        <Lines label={words.rules.categories} name={`${name}-categories`} lines={either.categories} />
      </div>
    </fieldset>
  );
}

function Lines({ label, name, lines, hint }: { label: string; name: string; lines: string[]; hint?: string }) {
  const rows = Math.min(Math.max(lines.length + 1, 2), 12);
  const hintId = hint && `${name}-hint`;
  return (
    <div>
      <label>
        {label}
        <textarea name={name} rows={rows} spellcheck={false} aria-describedby={hintId}>
          {lines.join('\n')}
        </textarea>
      </label>
      {hint && (
        <small class="below" id={hintId}>
          {hint}
        </small>
      )}
    </div>
  );
}

function TopicRules({ words, publication, rules }: Pick<RulesPageProps, 'words' | 'publication' | 'rules'>) {
  const { rules: labels } = words;
  if (publication.topics.length === 0) return null;
  return (
    <fieldset>
      <legend>{labels.topics}</legend>
      <p class="soft hint">{labels.topicsHint}</p>
      {publication.topics.map(({ id, title }) => {
        const own = rules.topics.filter(({ topic }) => topic === id);
        const either = {
          words: own.flatMap((rule) => rule.words),
          categories: own.flatMap((rule) => rule.categories),
        };
        return (
          <details open={own.length > 0}>
            <summary lang={publication.language}>{title}</summary>
            <Either name={`topic-${id}`} legend={title} either={either} words={words} isNamed />
          </details>
        );
      })}
      <label>
        {labels.defaultTopic}
        <select name="defaultTopic">
          <option value="">{labels.noDefault}</option>
          {publication.topics.map(({ id, title }) => (
            <option value={id} selected={rules.defaultTopic === id} lang={publication.language}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function Trial({ words, publication, tried }: RulesPageProps & { tried: TriedArticle[] }) {
  const { rules: labels } = words;
  const topicsOf = (ids: string[]) =>
    ids.map((id) => publication.topics.find((topic) => topic.id === id)?.title ?? id).join(', ') || labels.none;
  const kept = tried.filter((one) => one.kept).length;
  return (
    <section id="tried">
      <h2>{labels.triedTitle}</h2>
      <p class="notice" role="status">
        {labels.tried(kept, tried.length)}
      </p>
      <ul class="rows">
        {tried.map(({ kept, because, title, titleAfter, topicsBefore, topicsAfter }) => (
          <li>
            <div>
              <span class={kept ? 'title' : 'title dropped'} lang={publication.language}>
                {title}
              </span>
              {because && <span class="meta">{words.said(because)}</span>}
              {titleAfter !== title && (
                <span class="meta">
                  {labels.titleAfter}: {titleAfter}
                </span>
              )}
              {kept && (
                <span class="meta">
                  <span>
                    {labels.topicsBefore}: {topicsOf(topicsBefore)}
                  </span>
                  <span>
                    {labels.topicsAfter}: {topicsOf(topicsAfter)}
                  </span>
                </span>
              )}
            </div>
            <span class={kept ? 'badge' : 'badge trouble-text'}>{kept ? labels.kept : labels.dropped}</span>
          </li>
        ))}
      </ul>
      <p class="soft">{labels.limits}</p>
    </section>
  );
}
