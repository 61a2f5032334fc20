import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { isKnownHere, type ListFilter } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, publicationOf, wayUp } from './console-input.ts';
import { isKey, isSubscriberId } from './keys.ts';
import { AddPersonPage, NotHerePage, type TypedPerson } from './page-add-person.tsx';
import { PeoplePage } from './page-people.tsx';
import { personPath } from './page-person.tsx';
import type { ListQuery } from './rows-people.tsx';
import { mayManagePeople } from './session.ts';

const PAGE_SIZE = 50;
const MOST_PROOF = 2000;

const cadence = z.enum(['instant', 'daily', 'weekly', 'monthly']);
const language = z.enum(['de', 'en']);
const id = z.string().refine(isKey);

/** What does not fit asks for nothing: an address somebody has typed wrongly shows the whole list. */
const listQuery = z.object({
  status: z.enum(['confirmed', 'pending', 'ended', 'suppressed']).optional().catch(undefined),
  topic: id.optional().catch(undefined),
  cadence: cadence.optional().catch(undefined),
  language: language.optional().catch(undefined),
  segment: id.optional().catch(undefined),
  after: z.string().refine(isSubscriberId).optional().catch(undefined),
});
const pageQuery = z.object({
  count: z.literal('exact').optional().catch(undefined),
  did: z.literal('erased').optional().catch(undefined),
});

const PEOPLE = '/publications/:publication/subscribers';

/** Everybody of a publication: counted, listed, found and added. */
export function peopleRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(PEOPLE, async (context) => peoplePage(context, await publicationOf(context, deps), deps));

  routes.post(`${PEOPLE}/search`, async (context) => {
    const publication = await publicationOf(context, deps);
    const words = context.get('words');
    try {
      const address = (await formOf(context)).text('address');
      const record = await deps.findByAddress({ publicationId: publication.id, address });
      if (isKnownHere(record)) return context.redirect(personPath(publication.id, record.subscriberId), 303);
      return show(context, {
        title: words.people.notHereTitle,
        crumbs: wayUpFromPeople(context, publication),
        content: <NotHerePage {...{ words, publication, record }} />,
      });
    } catch (error) {
      return peoplePage(context, publication, deps, toMend(error, context));
    }
  });

  routes.get(`${PEOPLE}/add`, async (context) => {
    const publication = await publicationOf(context, deps);
    refuseUnlessMayManage(context);
    const typed = { address: '', proof: '', topics: publication.topics.map((topic) => topic.id) };
    return addPage(context, publication, { ...typed, cadence: 'weekly', language: publication.language });
  });

  routes.post(`${PEOPLE}/add`, async (context) => {
    const publication = await publicationOf(context, deps);
    const { subject: by } = refuseUnlessMayManage(context);
    const typed = typedIn(await formOf(context), publication);
    try {
      const { subscriberId } = await deps.addSubscriber({ publicationId: publication.id, by, ...typed });
      return context.redirect(`${personPath(publication.id, subscriberId)}?did=added`, 303);
    } catch (error) {
      return addPage(context, publication, typed, toMend(error, context));
    }
  });

  return routes;
}

/** @throws RundbriefError `denied` for who may only look */
export function refuseUnlessMayManage(context: Context<ConsoleEnv>) {
  const session = context.get('session');
  if (!mayManagePeople(session)) throw new RundbriefError('denied', context.get('words').people.mayNotAdd);
  return session;
}

/** What an editor can mend in the form; anything else goes on. @returns the sentence, in the editor's language */
export function toMend(error: unknown, context: Context<ConsoleEnv>): string {
  const isTheirs = error instanceof RundbriefError && (error.fault === 'invalid' || error.fault === 'conflict');
  if (!isTheirs) throw error;
  return context.get('words').said(error.message);
}

/** The crumbs above a page of a person or a segment. */
export function wayUpFromPeople(context: Context<ConsoleEnv>, publication: Publication) {
  const { title } = context.get('words').people;
  return [...wayUp(context, publication), { title, href: `/console/publications/${publication.id}/subscribers` }];
}

async function peoplePage(
  context: Context<ConsoleEnv>,
  publication: Publication,
  deps: ConsoleDeps,
  problem?: string,
): Promise<Response> {
  const [words, session] = [context.get('words'), context.get('session')];
  const query = listQuery.parse(context.req.query());
  const { count, did } = pageQuery.parse(context.req.query());
  const publicationId = publication.id;
  const segments = await deps.segments.list(publicationId);
  const filter = filterIn(query, publication, segments);
  const [counted, { subscriptions, next }] = await Promise.all([
    deps.countPeople({ publicationId, exact: count === 'exact' }),
    deps.listSubscribers(publicationId, { limit: PAGE_SIZE, after: query.after, ...filter }),
  ]);
  const { siteUrl } = deps;
  const page = { words, session, publication, siteUrl, counted, segments, query, subscriptions, next, did, problem };
  return show(context, {
    title: words.people.title,
    status: problem ? 400 : 200,
    crumbs: wayUp(context, publication),
    content: <PeoplePage {...page} />,
  });
}

/** A topic or segment that is gone asks for nothing, and is not shown as chosen either. */
function filterIn(
  query: ListQuery,
  { topics }: Publication,
  segments: { id: string; filter: ListFilter['segment'] }[],
): ListFilter {
  if (!topics.some((topic) => topic.id === query.topic)) query.topic = undefined;
  const segment = segments.find((one) => one.id === query.segment);
  if (!segment) query.segment = undefined;
  return {
    ...(query.status ? { status: query.status } : {}),
    ...(query.topic ? { topics: [query.topic] } : {}),
    ...(query.cadence ? { cadences: [query.cadence] } : {}),
    ...(query.language ? { languages: [query.language] } : {}),
    ...(segment ? { segment: segment.filter } : {}),
  };
}

function typedIn(form: Form, publication: Publication): TypedPerson {
  return {
    address: form.text('address'),
    proof: form.text('proof').slice(0, MOST_PROOF),
    topics: form.all('topic'),
    cadence: cadence.catch('weekly').parse(form.text('cadence')),
    language: language.catch(publication.language).parse(form.text('language')),
  };
}

function addPage(context: Context<ConsoleEnv>, publication: Publication, typed: TypedPerson, problem?: string) {
  const words = context.get('words');
  return show(context, {
    title: words.people.addTitle,
    status: problem ? 400 : 200,
    crumbs: wayUpFromPeople(context, publication),
    content: <AddPersonPage {...{ words, publication, typed, problem }} />,
  });
}
