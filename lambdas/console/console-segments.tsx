import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { segmentTitle, segmentWish } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import type { Segment } from '../domain/segment.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, publicationOf } from './console-input.ts';
import { toMend, wayUpFromPeople } from './console-people.tsx';
import { ConfirmPage } from './form-parts.tsx';
import { isKey } from './keys.ts';
import { SegmentPage } from './page-segment.tsx';
import { SegmentsPage, segmentsPath, type TypedSegment } from './page-segments.tsx';
import type { Words } from './words.ts';

const ALL = '/publications/:publication/segments';
const ONE = `${ALL}/:segment`;

const listQuery = z.object({ did: z.literal('removed').optional().catch(undefined) });
const pageQuery = z.object({
  did: z.enum(['saved', 'renamed']).optional().catch(undefined),
  count: z.literal('exact').optional().catch(undefined),
});

const NOTHING_TYPED: TypedSegment = {
  ...{ title: '', topics: [], cadences: [], languages: [], origins: [] },
  ...{ joinedFrom: '', joinedUntil: '', fields: '' },
};

/** Named parts of a publication's readers: made, counted, renamed and deleted. */
export function segmentRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(ALL, async (context) => {
    const publication = await publicationOf(context, deps);
    const { did } = listQuery.parse(context.req.query());
    return segmentsPage(context, publication, deps, { typed: NOTHING_TYPED, did });
  });

  routes.post(ALL, async (context) => {
    const publication = await publicationOf(context, deps);
    const typed = typedIn(await formOf(context));
    try {
      const wish = wishOf(typed, context.get('words'));
      const { id } = await deps.addSegment({ publication, wish });
      return context.redirect(`${segmentsPath(publication.id)}/${id}?did=saved`, 303);
    } catch (error) {
      return segmentsPage(context, publication, deps, { typed, problem: toMend(error, context) });
    }
  });

  routes.get(ONE, async (context) => {
    const { did, count } = pageQuery.parse(context.req.query());
    return segmentPage(context, await segmentOf(context, deps), deps, { did, exact: count === 'exact' });
  });

  routes.post(`${ONE}/rename`, async (context) => {
    const found = await segmentOf(context, deps);
    const { publication, segment } = found;
    try {
      const title = fitting(segmentTitle.safeParse((await formOf(context)).text('title')));
      await deps.renameSegment({ publicationId: publication.id, segmentId: segment.id, title });
    } catch (error) {
      return segmentPage(context, found, deps, { exact: false, problem: toMend(error, context) });
    }
    return context.redirect(`${segmentsPath(publication.id)}/${segment.id}?did=renamed`, 303);
  });

  routes.get(`${ONE}/remove`, async (context) => {
    const { publication, segment } = await segmentOf(context, deps);
    const { removeTitle: title, removeText: text, removeYes: yes } = context.get('words').segmenting;
    const back = `${segmentsPath(publication.id)}/${segment.id}`;
    const props = { title, text, yes, no: context.get('words').person.keep, action: `${back}/remove`, back };
    const content = (
      <ConfirmPage {...props}>
        <p>
          <strong>{segment.title}</strong>
        </p>
      </ConfirmPage>
    );
    return show(context, { title, crumbs: wayUpFromSegments(context, publication), content });
  });

  routes.post(`${ONE}/remove`, async (context) => {
    const { publication, segment } = await segmentOf(context, deps);
    await deps.segments.remove(publication.id, segment.id);
    return context.redirect(`${segmentsPath(publication.id)}?did=removed`, 303);
  });

  return routes;
}

interface Found {
  publication: Publication;
  segment: Segment;
}

/** @throws RundbriefError `not-found` */
async function segmentOf(context: Context, deps: ConsoleDeps): Promise<Found> {
  const publication = await publicationOf(context, deps);
  const id = context.req.param('segment') ?? '';
  const segment = isKey(id) ? await deps.segments.find(publication.id, id) : undefined;
  if (!segment) throw new RundbriefError('not-found', '');
  return { publication, segment };
}

function wayUpFromSegments(context: Context<ConsoleEnv>, publication: Publication) {
  const { title } = context.get('words').segmenting;
  return [...wayUpFromPeople(context, publication), { title, href: segmentsPath(publication.id) }];
}

async function segmentsPage(
  context: Context<ConsoleEnv>,
  publication: Publication,
  deps: ConsoleDeps,
  shown: { typed: TypedSegment; did?: 'removed'; problem?: string },
) {
  const words = context.get('words');
  const segments = await deps.segments.list(publication.id);
  const counted = await deps.countSegments({ publicationId: publication.id, exact: false, segments });
  return show(context, {
    title: words.segmenting.title,
    status: shown.problem ? 400 : 200,
    crumbs: wayUpFromPeople(context, publication),
    content: <SegmentsPage {...{ words, publication, segments, counted, ...shown }} />,
  });
}

async function segmentPage(
  context: Context<ConsoleEnv>,
  { publication, segment }: Found,
  deps: ConsoleDeps,
  { exact, ...shown }: { exact: boolean; did?: 'saved' | 'renamed'; problem?: string },
) {
  const words = context.get('words');
  const counted = await deps.countSegments({ publicationId: publication.id, exact, segments: [segment] });
  return show(context, {
    title: segment.title,
    status: shown.problem ? 400 : 200,
    crumbs: wayUpFromSegments(context, publication),
    content: <SegmentPage {...{ words, publication, segment, counted, ...shown }} />,
  });
}

function typedIn(form: Form): TypedSegment {
  return {
    title: form.text('title'),
    topics: form.all('topic'),
    cadences: form.all('cadences'),
    languages: form.all('languages'),
    origins: form.all('origins'),
    joinedFrom: form.text('joinedFrom'),
    joinedUntil: form.text('joinedUntil'),
    fields: form.text('fields'),
  };
}

/** @throws RundbriefError `invalid` */
function wishOf(typed: TypedSegment, words: Words) {
  const { title, topics, cadences, languages, origins, joinedFrom, joinedUntil } = typed;
  const days = { joinedFrom: joinedFrom || undefined, joinedUntil: joinedUntil || undefined };
  const fields = fieldsIn(typed.fields, words);
  return fitting(segmentWish.safeParse({ title, filter: { topics, cadences, languages, origins, ...days, fields } }));
}

/** The first thing that does not fit: one sentence is what a form can show. @throws RundbriefError `invalid` */
function fitting<Value>(read: z.ZodSafeParseResult<Value>): Value {
  if (!read.success) throw new RundbriefError('invalid', read.error.issues[0]?.message ?? '');
  return read.data;
}

/** @throws RundbriefError `invalid` for a line that names no values */
function fieldsIn(typed: string, { segmenting }: Words): Record<string, string[]> {
  const lines = typed.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', values = ''] = line.split(/=(.*)/s);
      const named = values.split(',').filter((value) => value.trim() !== '');
      if (!name.trim() || named.length === 0) throw new RundbriefError('invalid', segmenting.fieldsWrong(line.trim()));
      return [name.trim(), named.map((value) => value.trim())];
    }),
  );
}
