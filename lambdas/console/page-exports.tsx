import { EXPORT_DIALECTS, type ExportDialect, type ExportPlan } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { importHome } from './page-import-parts.tsx';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

export interface ExportsPageProps {
  words: Words;
  publication: Publication;
  segments: Segment[];
  /** Absent: everybody. */
  segment?: Segment;
  dialect: ExportDialect;
  plan: ExportPlan;
}

/** Everybody as a table, for another program or another house. */
export function ExportsPage(props: ExportsPageProps) {
  const { words, plan } = props;
  const { people, parts } = plan;
  const { exporting } = words;
  return (
    <>
      <h1>{exporting.title}</h1>
      <p>{exporting.lead}</p>
      <p class="notice">
        {exporting.care} {exporting.noted}
      </p>
      <ChoiceForm {...props} />
      <h2>{exporting.files}</h2>
      <p>
        {exporting.people(showNumber(people, words), people === 1)} {parts > 1 && exporting.partsHint}
      </p>
      {parts === 1 ? (
        <p class="actions">
          <a class="button" href={addressOf(props, 1)}>
            {exporting.file}
          </a>
        </p>
      ) : (
        <ul>
          {Array.from({ length: parts }, (_, index) => (
            <li>
              <a href={addressOf(props, index + 1)}>
                {exporting.part(showNumber(index + 1, words), showNumber(parts, words))}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ChoiceForm({ words, publication, segments, segment, dialect }: ExportsPageProps) {
  const { exporting } = words;
  return (
    <form method="get" action={`${importHome(publication.id)}/export`} class="actions">
      {segments.length > 0 && (
        <label>
          {exporting.segment}
          <select name="segment">
            <option value="">{exporting.everyone}</option>
            {segments.map(({ id, title }) => (
              <option value={id} selected={id === segment?.id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {exporting.dialect}
        <select name="dialect">
          {EXPORT_DIALECTS.map((one) => (
            <option value={one} selected={one === dialect}>
              {exporting.dialects[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="quiet">
        {exporting.choose}
      </button>
    </form>
  );
}

function addressOf({ publication, segment, dialect, plan }: ExportsPageProps, part: number): string {
  const { parts, fields } = plan;
  const query = new URLSearchParams({
    ...{ dialect, part: String(part), parts: String(parts) },
    ...(segment ? { segment: segment.id } : {}),
  });
  // All parts have the columns of the plan, whatever has been noted since.
  for (const field of parts > 1 ? fields : []) query.append('field', field);
  return `${importHome(publication.id)}/export.csv?${query}`;
}
