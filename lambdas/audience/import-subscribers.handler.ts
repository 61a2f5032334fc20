/** Queue Imports: reads an uploaded list, or subscribes the people in it. */
import type { Context, SQSEvent } from 'aws-lambda';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { publicationsTable } from '../publications/index.ts';
import { importRecordsTable } from './imports/import-records.ts';
import { type ImportMessage, importMessage } from './imports/which-import.ts';
import { workOnImport } from './imports/work-on-import.ts';
import { audienceTable } from './records/audience-records.ts';
import { crowdTable } from './records/crowd.ts';

const dynamo = documentClient();
const table = requireEnv('AUDIENCE_TABLE');
const addressKey = secret(requireEnv('ADDRESS_KEY_ARN'));
const deps = {
  ...audienceTable(dynamo, table),
  crowd: crowdTable(dynamo, table),
  imports: importRecordsTable(dynamo, table),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  handover: objectsIn(requireEnv('HANDOVER_BUCKET')),
  work: outbox<ImportMessage>(requireEnv('IMPORTS_QUEUE_URL')),
  now: () => new Date(),
};

export const handler = (event: SQSEvent, context: Context) =>
  consume(importMessage, async (message) =>
    workOnImport(message, {
      ...deps,
      addressKey: await addressKey(),
      remainingMs: () => context.getRemainingTimeInMillis(),
    }),
  )(event);
