import type { Import } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { Problem } from './form-parts.tsx';
import { EarlierImports, ImportSteps, importHome, showBytes, UploadForm } from './page-import-parts.tsx';
import type { Words } from './words.ts';

interface ImportsPageProps {
  words: Words;
  publication: Publication;
  limits: { plainBytes: number; mostBytes: number; pieceBytes: number };
  imports: Import[];
  problem?: string;
}

/** The first step: which file. */
export function ImportsPage({ words, publication, limits, imports, problem }: ImportsPageProps) {
  const { importing } = words;
  return (
    <>
      <h1>{importing.title}</h1>
      <ImportSteps words={words} current={0} />
      <p>{importing.lead}</p>
      <Problem text={problem} />
      <UploadForm words={words} action={`${importHome(publication.id)}/import`} limits={limits} />
      <p class="soft">{importing.privacy}</p>
      <details open={imports.length === 0}>
        <summary>{importing.where}</summary>
        <dl class="facts">
          {importing.places.map(({ name, way }) => (
            <>
              <dt>{name}</dt>
              <dd>{way}</dd>
            </>
          ))}
        </dl>
      </details>
      {imports.length > 0 && <EarlierImports {...{ words, publication, imports }} />}
    </>
  );
}

interface UnfinishedProps extends Omit<ImportsPageProps, 'imports'> {
  current: Import;
}

/** A file that has not arrived completely: chosen once more, only the rest is sent. */
export function UnfinishedUploadPage({ words, publication, limits, current, problem }: UnfinishedProps) {
  const { importing } = words;
  const home = `${importHome(publication.id)}/imports/${current.id}`;
  return (
    <>
      <h1>{importing.unfinished}</h1>
      <ImportSteps words={words} current={0} />
      <Problem text={problem} />
      <p>{importing.unfinishedLead(current.fileName, showBytes(current.bytes, words))}</p>
      <UploadForm
        words={words}
        action={`${importHome(publication.id)}/import`}
        limits={limits}
        resumed={{ home, ...current }}
      />
      <form method="post" action={`${home}/cancel`} class="unsent">
        <button type="submit" class="quiet">
          {importing.cancel}
        </button>
      </form>
    </>
  );
}
