/**
 * A worker of its own process, so that its memory can be told: reads a list and takes its people in, with the stores that
 * are deployed, on a DynamoDB and a folder that others look after. Told by its arguments, it answers in JSON.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beginImport } from '../../lambdas/audience/imports/begin-import.ts';
import { decideImport } from '../../lambdas/audience/imports/decide-import.ts';
import { endUpload } from '../../lambdas/audience/imports/end-upload.ts';
import { importRecordsTable } from '../../lambdas/audience/imports/import-records.ts';
import { PART_BYTES } from '../../lambdas/audience/imports/imports.ts';
import { takeImportPart } from '../../lambdas/audience/imports/take-import-part.ts';
import type { ImportMessage } from '../../lambdas/audience/imports/which-import.ts';
import { workOnImport } from '../../lambdas/audience/imports/work-on-import.ts';
import { audienceTable } from '../../lambdas/audience/records/audience-records.ts';
import { crowdTable } from '../../lambdas/audience/records/crowd.ts';
import { log } from '../../lambdas/platform/log.ts';
import type { Objects } from '../../lambdas/platform/objects.ts';
import { aPublication } from '../audience/samples.ts';

const [endpoint = '', table = '', folder = '', rowsWanted = '0'] = process.argv.slice(2);
const rows = Number(rowsWanted);
log.setLogLevel('ERROR');

const client = new DynamoDBClient({
  ...{ endpoint, region: 'eu-central-1' },
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
});
const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const publication = aPublication();
const waiting: ImportMessage[] = [];
const deps = {
  ...audienceTable(dynamo, table),
  crowd: crowdTable(dynamo, table),
  imports: importRecordsTable(dynamo, table),
  handover: folderObjects(folder),
  work: {
    send: async (message: ImportMessage) => void waiting.push(message),
    sendAll: async (messages: ImportMessage[]) => void waiting.push(...messages),
  },
  publications: { find: async () => publication, list: async () => [publication] },
  addressKey: 'the key of the bench',
  now: () => new Date(),
  remainingMs: () => Number.POSITIVE_INFINITY,
};

const which = await uploaded();
const read = await timed();
const { proposed = [] } = (await deps.imports.find(which)) ?? {};
await decideImport(
  { ...which, mapping: proposed, provenance: 'Eine Messung, ohne Menschen', dryRun: false, by: 'bench' },
  deps,
);
const run = await timed();
const { counters } = (await deps.imports.find(which)) ?? {};
console.log(JSON.stringify({ read, run, added: counters?.added, peakMb: process.resourceUsage().maxRSS / 1024 }));

/** The list comes part by part and is never in memory as a whole. */
async function uploaded(): Promise<ImportMessage> {
  const lines = Array.from({ length: 1_000 }, (_, index) => index);
  const chunk = (from: number) =>
    lines
      .map((index) => `person-${String(from + index).padStart(7, '0')}@reader.example;Kita;Gesamtschule Höntrop\n`)
      .join('');
  const header = 'E-Mail;Themen;Schule\n';
  const each = Buffer.byteLength(chunk(0));
  const bytes = Buffer.byteLength(header) + (rows / 1_000) * each;
  const begun = await beginImport({ publicationId: publication.id, fileName: 'bench.csv', bytes, by: 'bench' }, deps);
  const importing = { publicationId: publication.id, importId: begun.id };
  let held = Buffer.from(header);
  let part = 1;
  for (let from = 0; from < rows; from += 1_000) {
    held = Buffer.concat([held, Buffer.from(chunk(from))]);
    if (held.length + each <= PART_BYTES && from + 1_000 < rows) continue;
    await takeImportPart({ ...importing, part, bytes: held }, deps);
    part += 1;
    held = Buffer.alloc(0);
  }
  await endUpload(importing, deps);
  return importing;
}

async function timed(): Promise<{ seconds: number; cpuSeconds: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  for (let message = waiting.shift(); message; message = waiting.shift()) await workOnImport(message, deps);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - started) / 1_000, cpuSeconds: (user + system) / 1e6 };
}

/** A bucket as a folder: in memory it would be counted as the worker's. */
function folderObjects(root: string): Objects {
  const fileOf = (key: string) => join(root, key);
  return {
    async get(key) {
      const body = await readFile(fileOf(key)).catch(() => undefined);
      return body && { body, metadata: {} };
    },
    async put(key, body) {
      await mkdir(dirname(fileOf(key)), { recursive: true });
      await writeFile(fileOf(key), body);
    },
    delete: (key) => rm(fileOf(key), { force: true }),
  };
}
