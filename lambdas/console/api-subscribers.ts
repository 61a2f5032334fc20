import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { fieldChanges, isKnownHere } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { answeredSubscription } from './answered.ts';
import { answeredPeopleCount, answeredProof, answeredSubscriber } from './answered-people.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, pageSize, publicationOf, queryOf, refuseUnknownTopics, segmentNamed } from './api-input.ts';
import { isSubscriberId } from './keys.ts';

const LANGUAGES = ['de', 'en'] as const;
const CADENCES = ['instant', 'daily', 'weekly', 'monthly'] as const;
/** In the log of who changed what: the API has one token and knows no persons. */
const BY = 'api';

// The room that keeps addresses says what a good one is; here only its size is limited.
const address = z.string().min(1).max(400);
const newSubscriber = z.strictObject({
  address,
  topics: z.array(z.string().min(1).max(100)).max(50).optional(),
  language: z.enum(LANGUAGES).optional(),
  cadence: z.enum(CADENCES).optional(),
  timeZone: z.string().min(1).max(100).optional(),
  proof: z
    .string({ error: 'say what proves that this person asked for mail' })
    .trim()
    .min(1, 'say what proves that this person asked for mail')
    .max(2000),
});

const listing = z.object({
  limit: pageSize(100),
  after: z.string().max(1000).optional(),
  status: z.enum(['confirmed', 'pending', 'ended', 'suppressed']).optional(),
  topic: z.string().max(100).optional(),
  cadence: z.enum(CADENCES).optional(),
  language: z.enum(LANGUAGES).optional(),
  segment: z.string().max(100).optional(),
});

const search = z.strictObject({ address });
const counting = z.object({ exact: z.stringbool().default(false) });
const noted = z.strictObject({ fields: fieldChanges });

/** People who receive a publication. Addresses travel in bodies only, never in an address of ours. */
export function subscriberRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();
  const PEOPLE = '/:publication/subscribers';
  const PERSON = `${PEOPLE}/:subscriber`;

  routes.get(PEOPLE, async (context) => {
    const { id, topics } = await publicationOf(context, deps);
    const { topic, cadence, language, segment, ...page } = queryOf(context, listing);
    refuseUnknownTopics(topic === undefined ? [] : [topic], topics);
    const { subscriptions, next } = await deps.listSubscribers(id, {
      ...page,
      ...(topic ? { topics: [topic] } : {}),
      ...(cadence ? { cadences: [cadence] } : {}),
      ...(language ? { languages: [language] } : {}),
      ...(segment ? { segment: (await segmentNamed(segment, id, deps)).filter } : {}),
    });
    return context.json({ subscribers: subscriptions.map(answeredSubscription), next: next ?? null });
  });

  routes.post(PEOPLE, async (context) => {
    const { id, topics } = await publicationOf(context, deps);
    const wish = await jsonOf(context, newSubscriber);
    refuseUnknownTopics(wish.topics, topics);
    return context.json(answeredSubscription(await deps.addSubscriber({ publicationId: id, by: BY, ...wish })), 201);
  });

  routes.post(`${PEOPLE}/search`, async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const { address } = await jsonOf(context, search);
    return context.json(answeredSubscriber(await deps.findByAddress({ publicationId, address })));
  });

  routes.get(`${PEOPLE}/count`, async (context) => {
    const { id: publicationId } = await publicationOf(context, deps);
    const { exact } = queryOf(context, counting);
    return context.json(answeredPeopleCount(await deps.countPeople({ publicationId, exact })));
  });

  routes.get(PERSON, async (context) => {
    const { record } = await personOf(context, deps);
    return context.json(answeredSubscriber(record));
  });

  routes.get(`${PERSON}/proof`, async (context) => {
    const { record, publication } = await personOf(context, deps);
    return context.json(answeredProof(record, publication));
  });

  routes.patch(PERSON, async (context) => {
    const { who } = await personOf(context, deps);
    const { fields } = await jsonOf(context, noted);
    return context.json(answeredSubscription(await deps.changeFields({ ...who, by: BY, fields })));
  });

  routes.post(`${PERSON}/end`, async (context) => {
    const { who } = await personOf(context, deps);
    return context.json(answeredSubscription(await deps.endSubscriber({ ...who, by: BY })));
  });

  routes.post(`${PERSON}/suppress`, async (context) => {
    const { who } = await personOf(context, deps);
    await deps.suppressSubscriber({ ...who, by: BY });
    return context.json(answeredSubscriber(await deps.findSubscriber(who)));
  });

  return routes;
}

/** @throws RundbriefError `not-found` for somebody of whom this publication holds nothing */
async function personOf(context: Context, deps: ApiDeps) {
  const publication = await publicationOf(context, deps);
  const subscriberId = context.req.param('subscriber') ?? '';
  const who = { publicationId: publication.id, subscriberId };
  const record = isSubscriberId(subscriberId) ? await deps.findSubscriber(who) : undefined;
  if (!record || !isKnownHere(record)) throw new RundbriefError('not-found', 'There is no such subscription');
  return { publication, who, record };
}
