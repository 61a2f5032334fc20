/** ANY /console and below: the editors' web application. */
import { handle } from 'hono/aws-lambda';
import { audienceTable } from '../audience/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { secret } from '../platform/secret.ts';
import { leftOutOf } from '../syndicate/index.ts';
import { campaignRoomsOf } from './campaign-rooms.ts';
import { consoleApp } from './console-app.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import { identityProvider } from './identity-provider.ts';
import { listRoomsOf } from './list-rooms.ts';
import { peopleRoomsOf } from './people-rooms.ts';
import { roomsOf } from './rooms.ts';
import { sourceRoomsOf } from './source-rooms.ts';

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
const site = objectsIn(requireEnv('SITE_BUCKET'));
const dynamo = documentClient();
const rooms = roomsOf(dynamo, settings);
const lists = {
  audienceTable: requireEnv('AUDIENCE_TABLE'),
  handoverBucket: requireEnv('HANDOVER_BUCKET'),
  importsQueueUrl: requireEnv('IMPORTS_QUEUE_URL'),
};
const audience = audienceTable(dynamo, lists.audienceTable);
const addressKey = secret(requireEnv('ADDRESS_KEY_ARN'));
const now = () => new Date();

const deps: ConsoleDeps = {
  ...rooms,
  ...campaignRoomsOf(dynamo, { ...settings, ...lists }),
  ...sourceRoomsOf(rooms, settings),
  ...peopleRoomsOf({ audience, publications: rooms.publications, addressKey, siteUrl: settings.siteUrl, now }),
  ...listRoomsOf({ dynamo, audience, publications: rooms.publications, now }, lists),
  identityProvider: identityProvider({ issuer: requireEnv('OIDC_ISSUER'), clientId: requireEnv('OIDC_CLIENT_ID') }),
  sessionKey: secret(requireEnv('SESSION_KEY_ARN')),
  leftOutOf: (publicationId) => leftOutOf(publicationId, site),
};

export const handler = handle(consoleApp(deps));
