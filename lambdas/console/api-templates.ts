import { Hono } from 'hono';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { TemplateAnswer, TemplateCheckAnswer } from './answers-templates.ts';
import type { ApiDeps } from './api-deps.ts';
import { jsonOf, publicationOf } from './api-input.ts';
import { isKey } from './keys.ts';

const wish = z.strictObject({
  template: z.string('must be a text'),
  trial: z.boolean('must be true or false').optional(),
});
const PATH = '/:publication/template';

/** What a publication's mails look like, if it brings its own template. */
export function templateRoutes(deps: ApiDeps): Hono {
  const routes = new Hono();

  routes.get(PATH, async (context) => {
    const { id } = await publicationOf(context, deps);
    const found = await deps.findTemplate(id);
    if (!found) throw new RundbriefError('not-found', `The publication "${id}" uses a template of ours`);
    const { source, by, takenAt } = found;
    return context.json({ template: source, by, takenAt: takenAt.toISOString() } satisfies TemplateAnswer);
  });

  routes.put(PATH, async (context) => {
    const { id } = await publicationOf(context, deps);
    const { template, trial = false } = await jsonOf(context, wish);
    const asked = await deps.askForTemplate({ publicationId: id, source: template, by: 'api', isTrial: trial });
    return context.json(asked, 202);
  });

  routes.delete(PATH, async (context) => {
    const { id } = await publicationOf(context, deps);
    await deps.removeTemplate(id);
    return context.json({ removed: id });
  });

  routes.get(`${PATH}/checks/:request`, async (context) => {
    const { id } = await publicationOf(context, deps);
    const requestId = context.req.param('request');
    const { outcome } = (isKey(requestId) && (await deps.findProposal(id, requestId))) || {};
    if (!outcome)
      throw new RundbriefError('not-found', 'This template has not been looked at yet, or was never handed in');
    const faults = outcome.faults.map(({ line = null, column = null, ...fault }) => ({ line, column, ...fault }));
    return context.json({ requestId, outcome: { kind: outcome.kind, faults } } satisfies TemplateCheckAnswer);
  });

  return routes;
}
