import type { Publication, Source } from '../domain/publication.ts';
import { isPolled, POLLED_KINDS } from '../publications/index.ts';
import { SelectorFields, TopicBoxes } from './form-parts.tsx';
import type { Words } from './words.ts';

interface SettingsFormProps {
  words: Words;
  publication: Publication;
  source: Source;
}

/** What editors decide about a source, apart from its rules. */
export function SettingsForm({ words, publication, source }: SettingsFormProps) {
  const { fields, found, source: labels } = words;
  const polled = isPolled(source.kind);
  return (
    <form method="post" action={`/console/publications/${publication.id}/sources/${source.id}/settings`}>
      <label>
        {fields.title}
        <input name="title" value={source.title} required maxlength={200} />
      </label>
      {polled && (
        <>
          <label>
            {fields.address}
            <input name="url" value={source.url} required maxlength={2000} inputmode="url" autocapitalize="none" />
          </label>
          <label>
            {fields.kind}
            <select name="kind">
              {POLLED_KINDS.map((kind) => (
                <option value={kind} selected={kind === source.kind}>
                  {words.kinds[kind]}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <TopicBoxes
        topics={publication.topics}
        chosen={source.topics}
        legend={fields.topics}
        language={publication.language}
      />
      {polled && source.kind !== 'calendar' && (
        <label class="choice">
          <input type="checkbox" name="fullText" value="yes" checked={source.fullText} />
          <span>{fields.fullText}</span>
        </label>
      )}
      {source.kind === 'page' && (
        <details open={source.selectors !== undefined}>
          <summary>{found.where}</summary>
          <p>{found.wrongLead}</p>
          <SelectorFields words={words} selectors={source.selectors} />
        </details>
      )}
      {polled && <p class="soft">{labels.readAnew}</p>}
      <button type="submit">{labels.save}</button>
    </form>
  );
}
