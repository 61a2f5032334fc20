import { campaignsTable } from '../delivery/index.ts';
import {
  askForEdit,
  askForEdition,
  askForSend,
  type EditionWish,
  type EditMessage,
  editionsTable,
  loadPreview,
  type ReadyMessage,
} from '../digest/index.ts';
import type { Edition } from '../domain/edition.ts';
import type { Source } from '../domain/publication.ts';
import { articlesTable } from '../ingest/index.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { objectsIn } from '../platform/objects.ts';
import { outbox } from '../platform/queue.ts';
import {
  askForPoll,
  type CompositionMessage,
  digestsTable,
  hostPausesTable,
  pollsOutbox,
  publicationsTable,
  sourcesTable,
} from '../publications/index.ts';
import { feedAddresses } from '../syndicate/index.ts';

export interface RoomSettings {
  publicationsTable: string;
  articlesTable: string;
  editionsTable: string;
  deliveriesTable: string;
  bodiesBucket: string;
  editionsBucket: string;
  pollsQueueUrl: string;
  compositionsQueueUrl: string;
  readyQueueUrl: string;
  siteUrl: string;
}

/** The other rooms as both doors need them: stores to read, and acts with everything but the question bound. */
export function roomsOf(dynamo: DynamoDBDocumentClient, settings: RoomSettings) {
  const publications = publicationsTable(dynamo, settings.publicationsTable);
  const asking = {
    polls: pollsOutbox(settings.pollsQueueUrl),
    publications,
    hostPauses: hostPausesTable(dynamo, settings.publicationsTable),
    now: () => new Date(),
  };
  const compositions = outbox<CompositionMessage | EditMessage>(settings.compositionsQueueUrl);
  const ready = outbox<ReadyMessage>(settings.readyQueueUrl);
  const parts = objectsIn(settings.editionsBucket);
  const campaigns = campaignsTable(dynamo, settings.deliveriesTable);

  const editions = editionsTable(dynamo, settings.editionsTable);

  return {
    publications,
    sources: sourcesTable(dynamo, settings.publicationsTable),
    digests: digestsTable(dynamo, settings.publicationsTable),
    articles: articlesTable(dynamo, settings.articlesTable, objectsIn(settings.bodiesBucket)),
    editions,
    feedAddresses: (publicationId: string) => feedAddresses(settings.siteUrl, publicationId),
    campaigns,
    // What was settled is shown as it was sent.
    preview: (edition: Edition, choice?: { topics: string[] }) =>
      loadPreview(parts, edition, { ...choice, at: edition.frozenAt ?? new Date() }),
    askForPoll: (source: Source) => askForPoll(source, asking),
    askForEdition: (wish: EditionWish) => askForEdition(wish, { compositions }),
    askForEdit: (wish: Omit<EditMessage, 'requestId'>) => askForEdit(wish, { compositions }),
    askForSend: (wish: ReadyMessage) => askForSend(wish, { editions, ready }),
  };
}
