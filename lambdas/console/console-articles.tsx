import { type Context, Hono } from 'hono';
import type { Article } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { articleOf, formOf, wayUp } from './console-input.ts';
import { eventOf, NO_EVENT, type TypedEvent, typedEventIn, typedEventOf } from './event-fields.tsx';
import { ConfirmPage } from './form-parts.tsx';
import { EventPage } from './page-event.tsx';

const HERE = '/publications/:publication/articles/:article';

/** What editors decide about single articles: whether one is an event, and that one is not to go out. */
export function articleRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(`${HERE}/event`, async (context) => {
    const { publication, article } = await articleOf(context, deps);
    const known = article.event ?? article.eventSuggestion;
    const event = known ? typedEventOf(known, publication.timeZone) : NO_EVENT;
    return eventPage(context, { publication, article, event });
  });

  routes.post(`${HERE}/event`, async (context) => {
    const words = context.get('words');
    const { publication, article } = await articleOf(context, deps);
    const form = await formOf(context);
    const decision = { publicationId: publication.id, articleId: article.id };
    const answer = form.text('isEvent');
    if (answer === 'adjusted') {
      const typed = typedEventIn(form);
      try {
        await deps.decideEvent({ ...decision, isEvent: true, event: eventOf(typed, publication.timeZone, words) });
      } catch (error) {
        if (!(error instanceof RundbriefError) || error.fault !== 'invalid') throw error;
        return eventPage(context, { publication, article, event: typed, problem: words.said(error.message) });
      }
    } else if (answer === 'yes' || answer === 'no') {
      await deps.decideEvent({ ...decision, isEvent: answer === 'yes' });
    } else {
      throw new RundbriefError('invalid', '');
    }
    return context.redirect(rowOf(article), 303);
  });

  routes.get(`${HERE}/withdraw`, async (context) => {
    const { publication, article } = await articleOf(context, deps);
    const { takeBackTitle: title, takeBackText: text, takeBackYes: yes, keep: no } = context.get('words').deciding;
    const action = `/console/publications/${publication.id}/articles/${article.id}/withdraw`;
    return show(context, {
      title,
      crumbs: wayUp(context, publication),
      content: (
        <ConfirmPage {...{ title, text, yes, no, action, back: rowOf(article) }}>
          <p>
            <strong lang={article.language ?? publication.language}>{article.title}</strong>
          </p>
        </ConfirmPage>
      ),
    });
  });

  routes.post(`${HERE}/withdraw`, async (context) => {
    const { publication, article } = await articleOf(context, deps);
    await deps.withdrawArticle({ publicationId: publication.id, articleId: article.id });
    return context.redirect(`/console/publications/${publication.id}#articles`, 303);
  });

  return routes;
}

const rowOf = ({ publicationId, id }: Article) => `/console/publications/${publicationId}#article-${id}`;

interface Shown {
  publication: Publication;
  article: Article;
  event: TypedEvent;
  problem?: string;
}

function eventPage(context: Context<ConsoleEnv>, shown: Shown) {
  const words = context.get('words');
  return show(context, {
    title: words.deciding.title,
    status: shown.problem ? 400 : 200,
    crumbs: wayUp(context, shown.publication),
    content: <EventPage {...{ words, ...shown }} />,
  });
}
