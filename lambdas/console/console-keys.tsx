import { type Context, Hono } from 'hono';
import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import { keysOf } from './api-sources.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { sourceOf, wayUp } from './console-input.ts';
import { ConfirmPage } from './form-parts.tsx';
import { KeysPage } from './page-keys.tsx';

const HERE = '/publications/:publication/sources/:source/keys';

/** The keys of a source that is sent to. */
export function keyRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(HERE, async (context) => {
    const words = context.get('words');
    const { publication, source } = await pushSourceOf(context, deps);
    const keys = await keysOf(source, deps);
    const isRenewed = context.req.query('did') === 'renewed';
    return show(context, {
      title: `${words.keys.title}: ${source.title}`,
      crumbs: wayUp(context, publication, source),
      content: <KeysPage {...{ words, publication, source, keys, isRenewed }} />,
    });
  });

  routes.get(`${HERE}/renew`, async (context) => {
    const { publication, source } = await pushSourceOf(context, deps);
    const { renewTitle: title, renewText: text, renewYes: yes, keep: no } = context.get('words').keys;
    const props = { title, text, yes, no, action: pathOf(source), back: pathOf(source) };
    return show(context, {
      title,
      crumbs: wayUp(context, publication, source),
      content: <ConfirmPage {...props} />,
    });
  });

  routes.post(HERE, async (context) => {
    const { source } = await pushSourceOf(context, deps);
    const { publicationId, id } = await deps.renewKeys(source);
    log.info('Keys were renewed from the console', {
      publicationId,
      sourceId: id,
      editor: context.get('session').subject,
    });
    return context.redirect(`${pathOf(source)}?did=renewed`, 303);
  });

  return routes;
}

const pathOf = ({ publicationId, id }: Source) => `/console/publications/${publicationId}/sources/${id}/keys`;

/** @throws RundbriefError `not-found`, also for a source that nobody sends to */
async function pushSourceOf(context: Context<ConsoleEnv>, deps: ConsoleDeps) {
  const found = await sourceOf(context, deps);
  if (found.source.kind !== 'push') throw new RundbriefError('not-found', '');
  return found;
}
