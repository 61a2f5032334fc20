/** ANY /api/v1/…: the JSON API. */
import { handle } from 'hono/aws-lambda';
import { audienceTable } from '../audience/index.ts';
import { approveEdition, askForCheck, type CheckMessage, withdrawApproval } from '../digest/index.ts';
import { askForFeeds, feedsOutbox } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { applyPublicationFile } from '../publications/index.ts';
import { type ApiDeps, apiApp } from './api.ts';
import { campaignRoomsOf } from './campaign-rooms.ts';
import { listRoomsOf } from './list-rooms.ts';
import { peopleRoomsOf } from './people-rooms.ts';
import { reviewRoomsOf } from './review-rooms.ts';
import { roomsOf } from './rooms.ts';
import { sourceRoomsOf } from './source-rooms.ts';
import { templateRoomsOf } from './template-rooms.ts';

const dynamo = documentClient();
const now = () => new Date();
const settings = {
  publicationsTable: requireEnv('PUBLICATIONS_TABLE'),
  articlesTable: requireEnv('ARTICLES_TABLE'),
  editionsTable: requireEnv('EDITIONS_TABLE'),
  deliveriesTable: requireEnv('DELIVERIES_TABLE'),
  bodiesBucket: requireEnv('BODIES_BUCKET'),
  editionsBucket: requireEnv('EDITIONS_BUCKET'),
  pollsQueueUrl: requireEnv('POLLS_QUEUE_URL'),
  compositionsQueueUrl: requireEnv('COMPOSITIONS_QUEUE_URL'),
  readyQueueUrl: requireEnv('READY_QUEUE_URL'),
  plansQueueUrl: requireEnv('PLANS_QUEUE_URL'),
  feedsQueueUrl: requireEnv('FEEDS_QUEUE_URL'),
  explorationsQueueUrl: requireEnv('EXPLORATIONS_QUEUE_URL'),
  documentsQueueUrl: requireEnv('DOCUMENTS_QUEUE_URL'),
  intakeBucket: requireEnv('INTAKE_BUCKET'),
  pushKeyArn: requireEnv('PUSH_KEY_ARN'),
  siteUrl: requireEnv('SITE_URL'),
};
const rooms = roomsOf(dynamo, settings);
const lists = {
  audienceTable: requireEnv('AUDIENCE_TABLE'),
  handoverBucket: requireEnv('HANDOVER_BUCKET'),
  importsQueueUrl: requireEnv('IMPORTS_QUEUE_URL'),
};
const audience = audienceTable(dynamo, lists.audienceTable);
const feeds = feedsOutbox(settings.feedsQueueUrl);
const addressKey = secret(requireEnv('ADDRESS_KEY_ARN'));
const mailDomain = requireEnv('MAIL_DOMAIN');
const checks = outbox<CheckMessage>(requireEnv('CHECKS_QUEUE_URL'));
const testsQueueUrl = requireEnv('TESTS_QUEUE_URL');
const { siteUrl } = settings;
const people = peopleRoomsOf({ audience, publications: rooms.publications, addressKey, siteUrl, now });

const deps: ApiDeps = {
  ...rooms,
  ...campaignRoomsOf(dynamo, { ...settings, ...lists }),
  ...sourceRoomsOf(rooms, settings),
  askForCheck: (wish) => askForCheck(wish, { checks }),
  approveEdition: (wish) => approveEdition(wish, { ...rooms, now }),
  withdrawApproval: (wish) => withdrawApproval(wish, rooms),
  token: secret(requireEnv('API_TOKEN_ARN')),
  applyPublication: (yaml) => applyPublicationFile(yaml, { ...rooms, mailDomain, now }),
  askForFeeds: (publicationId) =>
    askForFeeds({ publicationId, afresh: true }, { articles: rooms.articles, feeds, now: now() }),
  ...people,
  ...reviewRoomsOf({ dynamo, ...rooms, ...people, now }, { ...settings, testsQueueUrl }),
  ...templateRoomsOf(dynamo, settings, now),
  ...listRoomsOf({ dynamo, audience, publications: rooms.publications, now }, lists),
};

export const handler = handle(apiApp(deps));
