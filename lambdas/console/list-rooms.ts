import {
  type AudienceRecords,
  crowdTable,
  type ExportPlan,
  type ExportWish,
  exportPart,
  type ImportMessage,
  importRecordsTable,
  planExport,
} from '../audience/index.ts';
import type { Publication } from '../domain/publication.ts';
import type { SegmentFilter } from '../domain/segment.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { objectsIn } from '../platform/objects.ts';
import { outbox } from '../platform/queue.ts';
import { type ImportActs, importActs } from './import-acts.ts';

/** What both doors need to take lists of people in and give them out, with everything but the question bound. */
export interface ListDeps {
  imports: ImportActs;
  planExport(question: { publicationId: string; segment?: SegmentFilter }): Promise<ExportPlan>;
  /** @throws RundbriefError `invalid` for a part there is not */
  exportPart(publication: Pick<Publication, 'id'>, wish: ExportWish): Promise<string>;
}

interface ListSettings {
  audienceTable: string;
  handoverBucket: string;
  importsQueueUrl: string;
}

interface ListRooms {
  dynamo: DynamoDBDocumentClient;
  audience: AudienceRecords;
  publications: { find(id: string): Promise<Publication | undefined> };
  now: () => Date;
}

export function listRoomsOf(
  { dynamo, audience, publications, now }: ListRooms,
  { audienceTable, handoverBucket, importsQueueUrl }: ListSettings,
): ListDeps {
  const imports = importRecordsTable(dynamo, audienceTable);
  const handover = objectsIn(handoverBucket);
  const work = outbox<ImportMessage>(importsQueueUrl);
  const exporting = { ...audience, crowd: crowdTable(dynamo, audienceTable) };
  return {
    imports: importActs({ imports, handover, work, publications, now }),
    planExport: (question) => planExport(question, exporting),
    exportPart: (publication, wish) => exportPart(publication, wish, exporting),
  };
}
