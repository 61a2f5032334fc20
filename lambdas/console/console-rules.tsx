import { type Context, Hono } from 'hono';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source, SourceRules, Topic } from '../domain/publication.ts';
import type { TriedArticle } from '../ingest/index.ts';
import { sourceRules } from '../publications/index.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, sourceOf, wayUp } from './console-input.ts';
import { RulesPage } from './page-rules.tsx';

const HERE = '/publications/:publication/sources/:source/rules';
const REFUSED = 'A list of the rules takes at most 200 lines (beginnings of titles: 20), each of at most 80 characters';

/** A source's rules: tried as often as wanted, kept when they are right. */
export function ruleRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(HERE, async (context) => {
    const found = await sourceOf(context, deps);
    return rulesPage(context, { ...found, rules: found.source.rules, isSaved: context.req.query('did') === 'saved' });
  });

  routes.post(HERE, async (context) => {
    const found = await sourceOf(context, deps);
    const typed = rulesIn(await formOf(context), found.publication.topics);
    const rules = sourceRules.safeParse(typed).data;
    if (!rules) return refusal(context, found, typed);
    const { publicationId, id } = await deps.changeSource(found.source, { rules });
    return context.redirect(`/console/publications/${publicationId}/sources/${id}/rules?did=saved`, 303);
  });

  // Nothing is kept, so the answer is the page itself.
  routes.post(`${HERE}/try`, async (context) => {
    const found = await sourceOf(context, deps);
    const typed = rulesIn(await formOf(context), found.publication.topics);
    const rules = sourceRules.safeParse(typed).data;
    if (!rules) return refusal(context, found, typed);
    const tried = await deps.tryRules(found.publication, found.source, rules);
    return rulesPage(context, { ...found, rules, tried });
  });

  return routes;
}

interface Found {
  publication: Publication;
  source: Source;
}

interface Shown extends Found {
  rules: SourceRules;
  tried?: TriedArticle[];
  isSaved?: boolean;
  problem?: string;
}

function rulesPage(context: Context<ConsoleEnv>, shown: Shown) {
  const words = context.get('words');
  const { publication, source, isSaved = false, problem } = shown;
  return show(context, {
    title: `${words.rules.title}: ${source.title}`,
    status: problem ? 400 : 200,
    crumbs: wayUp(context, publication, source),
    content: <RulesPage {...{ words, ...shown, isSaved }} />,
  });
}

function refusal(context: Context<ConsoleEnv>, found: Found, rules: SourceRules) {
  return rulesPage(context, { ...found, rules, problem: context.get('words').said(REFUSED) });
}

/** As they were typed; `sourceRules` says whether they are good. @throws RundbriefError `invalid` for an unknown topic */
function rulesIn(form: Form, topics: Topic[]): SourceRules {
  const either = (name: string) => ({
    words: form.lines(`${name}-words`),
    categories: form.lines(`${name}-categories`),
  });
  const defaultTopic = form.text('defaultTopic') || undefined;
  if (defaultTopic && !topics.some(({ id }) => id === defaultTopic)) throw new RundbriefError('invalid', '');
  return {
    include: either('include'),
    exclude: either('exclude'),
    topics: topics
      .map(({ id }) => ({ topic: id, ...either(`topic-${id}`) }))
      .filter(({ words, categories }) => words.length + categories.length > 0),
    removePrefixes: form.lines('prefixes'),
    ...(defaultTopic ? { defaultTopic } : {}),
  };
}
