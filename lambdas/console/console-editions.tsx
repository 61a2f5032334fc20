import { type Context, Hono } from 'hono';
import type { EditionReport } from '../delivery/index.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { formOf } from './console-input.ts';
import { isKey } from './keys.ts';
import { EditionPage, SendPage } from './page-edition.tsx';
import { isMoving, ReportPage } from './page-report.tsx';
import { maySend } from './session.ts';

const REFRESH_SECONDS = 5;

/**
 * A mail is somebody else's page: it may show its own styles and pictures and nothing more, in a frame of ours or alone.
 * Links open beside it.
 */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** An edition from its draft to the report of its sending. */
export function editionRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get('/editions/:edition', async (context) => {
    const found = await editionOf(context, deps);
    const { text } = await deps.preview(found.edition);
    const page = { words: context.get('words'), session: context.get('session'), text, ...found };
    return show(context, {
      title: found.edition.subject,
      crumbs: wayUp(context, found),
      content: <EditionPage {...page} />,
    });
  });

  routes.get('/editions/:edition/preview', async (context) => {
    const { edition } = await editionOf(context, deps);
    const { html } = await deps.preview(edition);
    return context.html(html, 200, {
      'content-security-policy': PREVIEW_POLICY,
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    });
  });

  routes.get('/editions/:edition/send', async (context) => {
    const words = context.get('words');
    const found = await editionOf(context, deps);
    refuseUnlessMaySend(context);
    if (found.edition.status !== 'draft') return context.redirect(`/console/editions/${found.edition.id}/report`, 303);
    const publicationId = found.publication.id;
    const segments = await deps.segments.list(publicationId);
    const counted = await deps.countSegments({ publicationId, exact: false, segments });
    const content = <SendPage {...{ words, segments, counted, ...found }} />;
    return show(context, { title: words.sendTitle, crumbs: wayUp(context, found), content });
  });

  routes.post('/editions/:edition/send', async (context) => {
    const { edition } = await editionOf(context, deps);
    const session = refuseUnlessMaySend(context);
    const form = await formOf(context);
    const contentHash = form.text('contentHash');
    const segment = await chosenSegment(form.text('segment'), edition.publicationId, deps);
    // What was confirmed is what goes out: not an edition that has changed since.
    if (contentHash !== edition.contentHash) throw new RundbriefError('conflict', context.get('words').editionChanged);
    await deps.noteSend({ editionId: edition.id, by: session.subject });
    await deps.askForSend({ editionId: edition.id, contentHash, ...(segment ? { segment } : {}) });
    log.info('An edition is sent from the console', {
      ...{ editionId: edition.id, contentHash, segment: segment?.id, editor: session.subject },
    });
    return context.redirect(`/console/editions/${edition.id}/report`, 303);
  });

  routes.get('/editions/:edition/report', async (context) => {
    const words = context.get('words');
    const found = await editionOf(context, deps);
    const report = await deps.findReport(found.edition.id);
    const isForSenders = maySend(context.get('session'));
    const parts = report && isForSenders ? await partsOf(report, deps) : undefined;
    return show(context, {
      title: words.report,
      crumbs: wayUp(context, found),
      refreshSeconds: isMoving(report?.campaigns.at(-1)) ? REFRESH_SECONDS : undefined,
      content: <ReportPage {...{ words, report, parts, ...found }} />,
    });
  });

  return routes;
}

/** Files that the table of each sending is cut into. */
async function partsOf({ campaigns }: EditionReport, deps: ConsoleDeps): Promise<Map<string, number>> {
  const counted = campaigns.map(async ({ campaign }) => [campaign, await deps.outcomeParts(campaign)] as const);
  return new Map(await Promise.all(counted));
}

export interface Found {
  edition: Edition;
  publication: Publication;
}

export async function editionOf(context: Context, { editions, publications }: ConsoleDeps): Promise<Found> {
  const id = context.req.param('edition') ?? '';
  const edition = isKey(id) ? await editions.find(id) : undefined;
  const publication = edition && (await publications.find(edition.publicationId));
  if (!edition || !publication) throw new RundbriefError('not-found', '');
  return { edition, publication };
}

/** @returns undefined for everybody. @throws RundbriefError `not-found` for a segment that is gone: never everybody */
async function chosenSegment(id: string, publicationId: string, { segments }: ConsoleDeps) {
  if (id === '') return undefined;
  const segment = isKey(id) ? await segments.find(publicationId, id) : undefined;
  if (!segment) throw new RundbriefError('not-found', '');
  return segment;
}

export function refuseUnlessMaySend(context: Context<ConsoleEnv>) {
  const session = context.get('session');
  if (!maySend(session)) throw new RundbriefError('denied', context.get('words').mayNotSend);
  return session;
}

export function wayUp(context: Context<ConsoleEnv>, { publication }: Found) {
  return [
    { title: context.get('words').publications, href: '/console' },
    { title: publication.title, href: `/console/publications/${publication.id}` },
  ];
}
