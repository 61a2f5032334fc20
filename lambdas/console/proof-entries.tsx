import { wordingText } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { ConsentProof, SuppressionReason } from '../domain/subscription.ts';
import { showTime } from './show-time.ts';
import type { Words } from './words.ts';

interface EntriesProps {
  words: Words;
  publication: Publication;
  proofs: ConsentProof[];
}

/** The whole proof of consent, entry by entry. */
export function ProofEntries({ words, publication, proofs }: EntriesProps) {
  if (proofs.length === 0) return <p>{words.person.noProof}</p>;
  return (
    <ol class="entries">
      {proofs.map((entry) => (
        <li class="entry">
          <h3>{titleOf(entry, words)}</h3>
          <p class="soft">{showTime(entry.at, words, publication.timeZone)}</p>
          <Details {...{ words, publication, entry }} />
        </li>
      ))}
    </ol>
  );
}

function titleOf({ kind, imported }: ConsentProof, { person }: Words): string {
  return kind === 'imported' && imported ? person.importedByList : person.kinds[kind];
}

function Details({ words, publication, entry }: Omit<EntriesProps, 'proofs'> & { entry: ConsentProof }) {
  const { entry: labels } = words.person;
  const { wording, imported } = entry;
  const text = wording && wordingText(wording, publication);
  const time = (iso: string | undefined) => iso && showTime(new Date(iso), words, publication.timeZone);
  const facts: [string, string | undefined][] = [
    [labels.network, entry.network],
    [labels.userAgent, entry.userAgent],
    [labels.page, entry.page],
    statementOf(entry, words),
    [labels.joinedThere, time(imported?.joined)],
    [labels.networkThere, imported?.network],
    [labels.confirmedThere, time(imported?.confirmed)],
    [labels.confirmedNetworkThere, imported?.confirmedNetwork],
    [labels.line, imported && String(imported.line)],
    [labels.by, entry.by && doerOf(entry.by, words)],
  ];
  const known = facts.filter(([, value]) => value);
  return (
    <>
      {text && (
        <figure>
          <figcaption>{labels.agreedTo}</figcaption>
          <blockquote lang={languageOf(wording.version)}>{text}</blockquote>
        </figure>
      )}
      <dl class="facts">
        {wording && (
          <>
            <dt>{labels.wording}</dt>
            <dd>
              {wording.version}, SHA-256 <code>{wording.hash}</code>
            </dd>
          </>
        )}
        {known.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** The text is in the reader's language, which need not be the editor's: its version names it. */
const languageOf = (version: string) => /-(de|en)\b/.exec(version)?.[1];

/** What a statement says depends on the entry it stands in. */
function statementOf({ kind, statement }: ConsentProof, { person }: Words): [string, string | undefined] {
  if (kind === 'imported' || !statement) return [person.entry.statement, statement];
  if (kind === 'address-changed') return [person.entry.formerId, statement];
  if (kind === 'lifted') return [person.entry.because, person.reasons[statement as SuppressionReason] ?? statement];
  return [person.entry.because, person.endedBecause[statement] ?? statement];
}

function doerOf(by: string, { person }: Words): string {
  if (by === 'api') return person.entry.byApi;
  return by === 'subscriber' ? person.entry.bySubscriber : by;
}
