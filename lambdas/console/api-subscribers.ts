import { Hono } from 'hono';
import * as z from 'zod';
import { answeredSubscription } from './answered.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, pageSize, publicationOf, queryOf, refuseUnknownTopics } from './api-input.ts';

// The room that keeps addresses says what a good one is; here only its size is limited.
const newSubscriber = z.strictObject({
  address: z.string().min(1).max(400),
  topics: z.array(z.string().min(1).max(100)).max(50).optional(),
  language: z.enum(['de', 'en']).optional(),
  cadence: z.enum(['instant', 'daily', 'weekly', 'monthly']).optional(),
  proof: z
    .string({ error: 'say what proves that this person asked for mail' })
    .trim()
    .min(1, 'say what proves that this person asked for mail')
    .max(2000),
});

const listing = z.object({ limit: pageSize(100), after: z.string().max(1000).optional() });

/** People who receive a publication. Addresses travel in bodies only, never in an address of ours. */
export function subscriberRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get('/:publication/subscribers', async (context) => {
    const { id } = await publicationOf(context, deps);
    const { subscriptions, next } = await deps.listSubscribers(id, queryOf(context, listing));
    return context.json({ subscribers: subscriptions.map(answeredSubscription), next: next ?? null });
  });

  routes.post('/:publication/subscribers', async (context) => {
    const { id, topics } = await publicationOf(context, deps);
    const wish = await jsonOf(context, newSubscriber);
    refuseUnknownTopics(wish.topics, topics);
    return context.json(answeredSubscription(await deps.addSubscriber({ publicationId: id, ...wish })), 201);
  });

  return routes;
}
