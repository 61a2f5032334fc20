/** Queue EditorNews: something became of a scheduled composition. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consume } from '../platform/queue.ts';
import { sendingClient, sendOnce } from '../platform/ses.ts';
import { publicationsTable, sourcesTable } from '../publications/index.ts';
import { editionsTable } from './editions-table.ts';
import { editorNewsMessage } from './editor-news.ts';
import { type TellDeps, tellEditors } from './tell-editors.ts';
import { tellingsTable } from './tellings.ts';

const dynamo = documentClient();
const publications = requireEnv('PUBLICATIONS_TABLE');
const editions = requireEnv('EDITIONS_TABLE');
const deps: TellDeps = {
  publications: publicationsTable(dynamo, publications),
  sources: sourcesTable(dynamo, publications),
  editions: editionsTable(dynamo, editions),
  tellings: tellingsTable(dynamo, editions),
  sendMail: sendOnce(sendingClient()),
  siteUrl: requireEnv('SITE_URL'),
  configurationSet: requireEnv('CONFIGURATION_SET'),
  now: () => new Date(),
};

export const handler = consume(editorNewsMessage, (message) => tellEditors(message, deps));
