import { Hono } from 'hono';
import * as z from 'zod';
import { AddressError, normaliseAddress } from '../audience/index.ts';
import { MOST_TEST_ADDRESSES, type TestSend } from '../delivery/index.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { TestAnswer } from './answers-review.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf } from './api-input.ts';
import { readerNamed } from './api-reader-preview.ts';
import { whyNoMailInWords } from './why-no-mail-words.ts';

const testWish = z.strictObject({
  to: z
    .array(z.string().min(1).max(400))
    .min(1, 'must name at least one address')
    .max(MOST_TEST_ADDRESSES, `must be at most ${MOST_TEST_ADDRESSES} addresses`),
  /** As this reader would get it. */
  subscriber: z.string().max(100).optional(),
});

/** Tests of an edition: to the mail programs of those who make it. */
export function reviewRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/editions/:edition/tests', async (context) => {
    const edition = await editionOf(context, deps);
    const { to, subscriber } = await jsonOf(context, testWish);
    const publication = await deps.publications.find(edition.publicationId);
    if (!publication) throw new RundbriefError('not-found', 'The publication of this edition is gone');
    const addresses = await addressesFor(to, publication.id, deps);
    const topics = subscriber === undefined ? [] : await topicsOf(subscriber, edition, deps);
    const { language } = publication;
    return context.json(await deps.askForTest({ edition, to: addresses, topics, language }), 202);
  });

  routes.get('/editions/:edition/tests/:request', async (context) => {
    const { id } = await editionOf(context, deps);
    const requestId = context.req.param('request');
    const test = z.uuid().safeParse(requestId).success ? await deps.findTest(id, requestId) : undefined;
    if (!test) throw new RundbriefError('not-found', 'This test was never asked for, or is more than a day old');
    return context.json(answeredTest(test));
  });

  return routes;
}

/** @throws RundbriefError `invalid` naming the place in the list, never the address */
async function addressesFor(to: string[], publicationId: string, deps: Pick<ApiDeps, 'findByAddress'>) {
  const addresses = to.map((typed, index) => {
    try {
      return normaliseAddress(typed);
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      throw new RundbriefError('invalid', `${placeIn(to, index)}: ${error.message}`);
    }
  });
  for (const [index, address] of addresses.entries()) {
    if (addresses.indexOf(address) < index) throw new RundbriefError('invalid', `${placeIn(to, index)} is given twice`);
    const { suppression } = await deps.findByAddress({ publicationId, address });
    if (!suppression) continue;
    throw new RundbriefError('invalid', `${placeIn(to, index)}: we must not write to it (${suppression.reason})`);
  }
  return addresses;
}

const placeIn = (to: string[], index: number) => (to.length === 1 ? 'The address' : `Address ${index + 1}`);

/** @throws RundbriefError `conflict` saying why they would get nothing */
async function topicsOf(subscriberId: string, edition: Edition, deps: ApiDeps): Promise<string[]> {
  const found = await readerNamed(subscriberId, edition, deps);
  if ('topics' in found) return found.topics;
  throw new RundbriefError('conflict', whyNoMailInWords(found));
}

function answeredTest({ editionId, requestId, askedAt, letters }: TestSend): TestAnswer {
  return {
    edition: editionId,
    requestId,
    askedAt: askedAt.toISOString(),
    letters: letters.map(({ outcome, reason }) => ({
      outcome: outcome === 'sending' ? 'pending' : outcome,
      reason: reason ?? null,
    })),
  };
}
