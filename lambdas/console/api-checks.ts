import { Hono } from 'hono';
import * as z from 'zod';
import { type EditionCheck, findingInWords, isBlocking } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Language } from '../domain/publication.ts';
import type { CheckAnswer } from './answers-checks.ts';
import type { ApiDeps } from './api-deps.ts';
import { editionOf } from './api-editions.ts';
import { jsonOf, queryOf } from './api-input.ts';

const wording = z.object({ language: z.enum(['de', 'en']).default('en') });

/** What is wrong with an edition, before it goes out. */
export function checkRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.post('/editions/:edition/checks', async (context) => {
    const { id } = await editionOf(context, deps);
    await jsonOf(context, z.strictObject({}));
    return context.json(await deps.askForCheck({ editionId: id }), 202);
  });

  routes.get('/editions/:edition/checks', async (context) => {
    const { id, contentHash } = await editionOf(context, deps);
    const { language } = queryOf(context, wording);
    const check = await deps.editions.findCheck(id, contentHash);
    if (!check) throw new RundbriefError('not-found', 'This edition has not been checked as it is now');
    return context.json(answeredCheck(check, language));
  });

  return routes;
}

function answeredCheck(check: EditionCheck, language: Language): CheckAnswer {
  const { editionId, contentHash, at, requestId, findings, addresses } = check;
  const inWords = (found: EditionCheck['findings']) =>
    found.map((finding) => ({ ...finding, sentence: findingInWords(finding, language) }));
  return {
    edition: editionId,
    contentHash,
    at: at.toISOString(),
    requestId: requestId ?? null,
    blocking: inWords(findings.filter(isBlocking)),
    warnings: inWords(findings.filter((finding) => !isBlocking(finding))),
    addresses: addresses ?? null,
  };
}
