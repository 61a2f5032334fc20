import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Erasure } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { ErasureAnswer } from './answers-person.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf, queryOf } from './api-input.ts';
import { isSubscriberId } from './keys.ts';

/** In the log of who changed what: the API has one token and knows no persons. */
const BY = 'api';

// The room that keeps addresses says what a good one is; here only its size is limited.
const named = z.strictObject({ address: z.string().min(1).max(400) });
const asked = z.object({ language: z.enum(['de', 'en']).default('en') });

/**
 * What a person may ask for by law: everything held about them, and its erasure. Both are about the whole person, whichever
 * publication the way leads through; by address, too, also of somebody who is not here.
 */
export function personRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();
  const PEOPLE = '/:publication/subscribers';

  routes.get(`${PEOPLE}/:subscriber/data`, async (context) => {
    const subscriberId = await idIn(context, deps);
    return context.json(await deps.describePerson({ subscriberId, ...queryOf(context, asked) }));
  });

  // An address stands in no address of ours, so it comes in a body; this changes nothing all the same.
  routes.post(`${PEOPLE}/data`, async (context) => {
    const subscriberId = await idBehind(context, deps);
    return context.json(await deps.describePerson({ subscriberId, ...queryOf(context, asked) }));
  });

  routes.post(`${PEOPLE}/:subscriber/erasure`, async (context) => {
    const subscriberId = await idIn(context, deps);
    return context.json(answeredErasure(await deps.erasePerson({ subscriberId, by: BY })));
  });

  routes.post(`${PEOPLE}/erasure`, async (context) => {
    const subscriberId = await idBehind(context, deps);
    return context.json(answeredErasure(await deps.erasePerson({ subscriberId, by: BY })));
  });

  return routes;
}

/** @throws RundbriefError `not-found` for what is no id of a person */
async function idIn(context: Context, deps: ApiDeps): Promise<string> {
  await publicationOf(context, deps);
  const id = context.req.param('subscriber') ?? '';
  if (!isSubscriberId(id)) throw new RundbriefError('not-found', 'This is not the id of a subscriber');
  return id;
}

/** @throws AddressError when it is no address */
async function idBehind(context: Context, deps: ApiDeps): Promise<string> {
  await publicationOf(context, deps);
  const { address } = await jsonOf(context, named);
  return deps.subscriberIdOf(address);
}

function answeredErasure({ subscriberId, isErased, publications, proofs, proofsEndAt }: Erasure): ErasureAnswer {
  return { subscriberId, erased: isErased, publications, proofs, proofsEndAt: proofsEndAt.toISOString() };
}
