import type { Child } from 'hono/jsx';
import type { Language, PageSelectors, Topic } from '../domain/publication.ts';
import { fieldOf, SELECTOR_NAMES } from './selector-fields.ts';
import type { Words } from './words.ts';

interface TopicBoxesProps {
  topics: Topic[];
  chosen: string[];
  legend: string;
  /** Of the publication: its topics are in it. */
  language: Language;
}

/** Topics to tick; nothing at all for a publication without topics. */
export function TopicBoxes({ topics, chosen, legend, language }: TopicBoxesProps) {
  if (topics.length === 0) return null;
  return (
    <fieldset class="boxes">
      <legend>{legend}</legend>
      {topics.map(({ id, title }) => (
        <label class="choice">
          <input type="checkbox" name="topic" value={id} checked={chosen.includes(id)} />
          <span lang={language}>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SelectorFieldsProps {
  words: Words;
  selectors?: PageSelectors;
  /** The one for the articles must be there, for the form is about nothing else. */
  isNeeded?: boolean;
}

/** Where on a page its articles are. */
export function SelectorFields({ words, selectors, isNeeded = false }: SelectorFieldsProps) {
  const { selectors: labels, examples } = words.found;
  return (
    <div class="columns">
      {SELECTOR_NAMES.map((name) => (
        <label>
          {labels[name]}
          <input
            name={fieldOf(name)}
            value={selectors?.[name] ?? ''}
            placeholder={examples[name]}
            required={isNeeded && name === 'item'}
            maxlength={300}
            autocapitalize="none"
            spellcheck={false}
          />
        </label>
      ))}
    </div>
  );
}

/** Why a form was not taken; nothing while all is well. */
export function Problem({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="notice trouble" role="alert">
      {text}
    </p>
  );
}

interface ConfirmProps {
  title: string;
  text: string;
  action: string;
  yes: string;
  no: string;
  back: string;
  children?: Child;
}

/** The step before what cannot be taken back. */
export function ConfirmPage({ title, text, action, yes, no, back, children }: ConfirmProps) {
  return (
    <>
      <h1>{title}</h1>
      {children}
      <p>{text}</p>
      <form method="post" action={action} class="actions">
        <button type="submit">{yes}</button>
        <a class="button quiet" href={back}>
          {no}
        </a>
      </form>
    </>
  );
}
