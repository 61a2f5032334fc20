import type { Publication } from '../../domain/publication.ts';
import type { Objects } from '../../platform/objects.ts';
import type { Outbox } from '../../platform/queue.ts';
import type { ImportRecords } from './import-records.ts';
import type { ImportMessage } from './which-import.ts';

/** What the acts of editors need. */
export interface ImportDeps {
  imports: ImportRecords;
  /** The Handover bucket. */
  handover: Objects;
  /** The queue Imports. */
  work: Outbox<ImportMessage>;
  publications: { find(id: string): Promise<Publication | undefined> };
  now: () => Date;
}
