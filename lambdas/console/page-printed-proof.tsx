import type { SubscriberRecord } from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import { ProofEntries } from './proof-entries.tsx';
import type { Words } from './words.ts';

interface PrintedProofProps {
  words: Words;
  publication: Publication;
  record: SubscriberRecord;
}

/** The proof alone, for paper. */
export function PrintedProof({ words, publication, record }: PrintedProofProps) {
  const { person } = words;
  return (
    <>
      <h1>{person.printTitle}</h1>
      <h2 lang={publication.language}>{publication.title}</h2>
      <dl class="facts">
        {record.subscription && (
          <>
            <dt>{person.printedFor}</dt>
            <dd>{record.subscription.address}</dd>
          </>
        )}
        <dt>{person.printedId}</dt>
        <dd>
          <code>{record.subscriberId}</code>
        </dd>
      </dl>
      <ProofEntries {...{ words, publication, proofs: record.proofs }} />
    </>
  );
}
