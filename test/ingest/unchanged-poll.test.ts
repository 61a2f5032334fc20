/** What an unchanged source costs: design §11, "no parse, no S3 write". */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchSource } from '../../lambdas/ingest/fetch-source.ts';
import { fetchDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import type { DocumentMessage } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import {
  digestsTable,
  hostPausesTable,
  type PollMessage,
  publicationsTable,
  sourcesTable,
} from '../../lambdas/publications/index.ts';
import { startDueWork } from '../../lambdas/publications/start-due-work.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { closeServersAfterEach, settings, site } from './fetching/servers.ts';
import { SOURCE } from './newsroom.ts';
import { at } from './samples.ts';

closeServersAfterEach();
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ name: 'due', projection: 'ALL' });
});
afterAll(() => database.stop());

/** A client that writes down what it is asked for. */
function counting(dynamo: TestDatabase['dynamo']) {
  const commands: string[] = [];
  const send = (command: { constructor: { name: string } }) => {
    commands.push(command.constructor.name);
    return dynamo.send(command as never);
  };
  return { commands, dynamo: Object.assign(Object.create(dynamo), { send }) as TestDatabase['dynamo'] };
}

it('one write a poll, a few reads for all that are due together, and nothing else', async () => {
  const SOURCES = 120;
  const name = await database.newTable();
  const url = await site((_, response) => response.writeHead(304).end());
  const known = {
    failures: 0,
    etag: '"1"',
    baselineAt: at('2026-01-01T00:00:00Z'),
    lastSucceededAt: at('2026-03-02T07:00:00Z'),
  };
  const store = sourcesTable(database.dynamo, name);
  for (let index = 0; index < SOURCES; index += 1) {
    const due = { nextRunAt: at('2026-03-02T07:30:00Z'), fetchState: known };
    await store.add({ ...SOURCE, ...due, id: `s${index}`, publicationId: `p${index}`, url: `${url}/${index}` });
  }

  const { commands, dynamo } = counting(database.dynamo);
  const polls = outboxInMemory<PollMessage>();
  await startDueWork({
    publications: publicationsTable(dynamo, name),
    sources: sourcesTable(dynamo, name),
    digests: digestsTable(dynamo, name),
    hostPauses: hostPausesTable(dynamo, name),
    polls,
    compositions: outboxInMemory<never>(),
    now: () => at('2026-03-02T08:00:00Z'),
    random: () => 0.5,
  });
  expect(polls.sent).toHaveLength(SOURCES);
  const writes = commands.filter((command) => command !== 'QueryCommand');
  expect(writes).toEqual(Array(SOURCES).fill('UpdateCommand'));
  // Publications, pauses, and what is due of two kinds in four shards each.
  expect(commands.length - writes.length).toBeLessThanOrEqual(10);

  const documents = outboxInMemory<DocumentMessage>();
  const intake = objectsInMemory();
  const robots = { mayAsk: () => Promise.reject(new Error('a feed')) };
  for (const poll of polls.sent) {
    await fetchSource(poll, { fetchDocument: fetchDocument(settings), robots, intake, documents });
  }
  expect(intake.puts).toBe(0);
  expect(documents.sent).toEqual([]);
});
