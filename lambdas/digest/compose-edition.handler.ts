/** Compositions queue: a digest is due, an editor asks for an edition, or drafts are to follow corrected articles. */
import * as z from 'zod';
import { articlesTable } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { compositionMessage, correctionMessage, digestsTable, publicationsTable } from '../publications/index.ts';
import { composeAndTell } from './compose-and-tell.ts';
import { editEdition } from './edit-edition.ts';
import type { EditionCheck } from './editions.ts';
import { editionsTable } from './editions-table.ts';
import type { EditorNewsMessage } from './editor-news.ts';
import { editMessage, templateMessage } from './messages.ts';
import { ownTemplatesTable } from './own-templates-table.ts';
import { refreshDrafts } from './refresh-drafts.ts';
import { takeTemplate } from './take-template.ts';

const dynamo = documentClient();
const publicationsName = requireEnv('PUBLICATIONS_TABLE');
const editions = editionsTable(dynamo, requireEnv('EDITIONS_TABLE'));
const now = () => new Date();
const deps = {
  publications: publicationsTable(dynamo, publicationsName),
  digests: digestsTable(dynamo, publicationsName),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  editions,
  ownTemplates: ownTemplatesTable(dynamo, requireEnv('EDITIONS_TABLE')),
  parts: objectsIn(requireEnv('EDITIONS_BUCKET')),
  ready: outbox(requireEnv('READY_QUEUE_URL')),
  editorNews: outbox<EditorNewsMessage>(requireEnv('EDITOR_NEWS_QUEUE_URL')),
  siteUrl: requireEnv('SITE_URL'),
  noteBlocking: (found: Pick<EditionCheck, 'editionId' | 'contentHash' | 'findings'>) =>
    editions.recordCheck({ ...found, at: now() }),
  now,
};

export const handler = consume(
  z.union([correctionMessage, editMessage, templateMessage, compositionMessage]),
  async (request) => {
    if ('corrected' in request) await refreshDrafts(request, deps);
    else if ('change' in request) await editEdition(request, deps);
    else if ('kind' in request) await takeTemplate(request, deps);
    else await composeAndTell(request, deps);
  },
);
