import type { Topic } from '../../domain/publication.ts';

interface TopicChoicesProps {
  topics: Topic[];
  chosen: string[];
  legend: string;
  hint: string;
  problem?: string;
}

/** Topics to tick; nothing at all for a publication without topics. */
export function TopicChoices({ topics, chosen, legend, hint, problem }: TopicChoicesProps) {
  if (topics.length === 0) return null;
  return (
    <fieldset aria-describedby={problem ? 'topics-hint topics-problem' : 'topics-hint'}>
      <legend>{legend}</legend>
      {topics.map(({ id, title }) => (
        <label class="choice">
          <input type="checkbox" name="topic" value={id} checked={chosen.includes(id)} />
          <span>{title}</span>
        </label>
      ))}
      <p class="hint" id="topics-hint">
        {hint}
      </p>
      {problem && (
        <p class="problem" id="topics-problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
