import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { fieldChanges, isKnownHere, type SubscriberRecord } from '../audience/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication } from '../domain/publication.ts';
import { answeredProof } from './answered-people.ts';
import { show } from './console-answers.tsx';
import type { ConsoleDeps } from './console-deps.ts';
import type { ConsoleEnv } from './console-env.ts';
import { type Form, formOf, publicationOf } from './console-input.ts';
import { refuseUnlessMayManage, toMend, wayUpFromPeople } from './console-people.tsx';
import { ConfirmPage } from './form-parts.tsx';
import { type DoneToPerson, PersonPage, peoplePath, personPath } from './page-person.tsx';
import { PrintedProof } from './page-printed-proof.tsx';
import type { PersonChange } from './people-deps.ts';

const PERSON = '/publications/:publication/subscribers/:subscriber{[\\w-]{22}}';

const doneQuery = z.object({
  did: z.enum(['added', 'saved', 'ended', 'suppressed', 'erased']).optional().catch(undefined),
});

interface Found {
  publication: Publication;
  record: SubscriberRecord;
}

/** What cannot be taken back asks first, on a page of its own. */
const GRAVE = ['end', 'suppress', 'erase'] as const;
type Grave = (typeof GRAVE)[number];
const DONE: Record<Grave, DoneToPerson> = { end: 'ended', suppress: 'suppressed', erase: 'erased' };

/** One person: looked at, noted of, and let go. */
export function personRoutes(deps: ConsoleDeps): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();

  routes.get(PERSON, async (context) => {
    const { did } = doneQuery.parse(context.req.query());
    return personPage(context, await personOf(context, deps), { did });
  });

  routes.post(`${PERSON}/fields`, async (context) => {
    const found = await personOf(context, deps);
    try {
      const fields = fieldsIn(await formOf(context));
      await deps.changeFields({ ...changeOf(context, found), fields });
    } catch (error) {
      return personPage(context, found, { problem: toMend(error, context) });
    }
    return context.redirect(`${pathOf(found)}?did=saved`, 303);
  });

  for (const act of GRAVE) {
    routes.get(`${PERSON}/${act}`, async (context) => {
      const found = await personOf(context, deps);
      refuseUnlessMayManage(context);
      return confirmPage(context, found, act);
    });
    routes.post(`${PERSON}/${act}`, async (context) => {
      const found = await personOf(context, deps);
      refuseUnlessMayManage(context);
      await acts(deps)[act](changeOf(context, found));
      const { publicationId, subscriberId } = changeOf(context, found);
      const isStillKnown = isKnownHere(await deps.findSubscriber({ publicationId, subscriberId }));
      return context.redirect(`${isStillKnown ? pathOf(found) : peoplePath(publicationId)}?did=${DONE[act]}`, 303);
    });
  }

  routes.get(`${PERSON}/proof`, async (context) => {
    const { publication, record } = await personOf(context, deps);
    const words = context.get('words');
    const back = { title: words.person.back, href: personPath(publication.id, record.subscriberId) };
    return show(context, {
      title: words.person.printTitle,
      crumbs: [...wayUpFromPeople(context, publication), back],
      content: <PrintedProof {...{ words, publication, record }} />,
    });
  });

  routes.get(`${PERSON}/proof.json`, async (context) => {
    const { publication, record } = await personOf(context, deps);
    const proof = JSON.stringify(answeredProof(record, publication), null, 2);
    return context.body(proof, 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="proof-${publication.id}-${record.subscriberId}.json"`,
    });
  });

  return routes;
}

/** @throws RundbriefError `not-found` for somebody of whom this publication holds nothing */
async function personOf(context: Context<ConsoleEnv>, deps: ConsoleDeps): Promise<Found> {
  const publication = await publicationOf(context, deps);
  const subscriberId = context.req.param('subscriber') ?? '';
  const record = await deps.findSubscriber({ publicationId: publication.id, subscriberId });
  if (!isKnownHere(record)) throw new RundbriefError('not-found', '');
  return { publication, record };
}

const acts = (deps: ConsoleDeps): Record<Grave, (change: PersonChange) => Promise<unknown>> => ({
  end: (change) => deps.endSubscriber(change),
  suppress: (change) => deps.suppressSubscriber(change),
  erase: (change) => deps.erasePerson(change),
});

const pathOf = ({ publication, record }: Found) => personPath(publication.id, record.subscriberId);

const changeOf = (context: Context<ConsoleEnv>, { publication, record }: Found): PersonChange => ({
  publicationId: publication.id,
  subscriberId: record.subscriberId,
  by: context.get('session').subject,
});

function personPage(
  context: Context<ConsoleEnv>,
  { publication, record }: Found,
  { did, problem }: { did?: DoneToPerson; problem?: string },
) {
  const [words, session] = [context.get('words'), context.get('session')];
  // Browsers keep titles in their history: no address stands in one.
  return show(context, {
    title: words.people.title,
    status: problem ? 400 : 200,
    crumbs: wayUpFromPeople(context, publication),
    content: <PersonPage {...{ words, session, publication, record, did, problem }} />,
  });
}

function confirmPage(context: Context<ConsoleEnv>, found: Found, act: Grave) {
  const { person } = context.get('words');
  const said = {
    end: { title: person.endTitle, text: person.endText, yes: person.endYes },
    suppress: { title: person.suppressTitle, text: person.suppressText, yes: person.suppressYes },
    erase: { title: person.eraseTitle, text: person.eraseText, yes: person.eraseYes },
  }[act];
  const here = pathOf(found);
  return show(context, {
    title: said.title,
    crumbs: wayUpFromPeople(context, found.publication),
    content: (
      <ConfirmPage {...said} action={`${here}/${act}`} no={person.keep} back={here}>
        <p>
          <strong class="address">{found.record.subscription?.address ?? found.record.subscriberId}</strong>
        </p>
      </ConfirmPage>
    ),
  });
}

/** Names and values stand side by side in the form. @throws RundbriefError `invalid` */
function fieldsIn(form: Form) {
  const values = form.all('value');
  const pairs = form.all('name').map((name, at): [string, string] => [name, values[at] ?? '']);
  const read = fieldChanges.safeParse(Object.fromEntries(pairs.filter(([name]) => name.trim() !== '')));
  if (!read.success) throw new RundbriefError('invalid', read.error.issues[0]?.message ?? '');
  return read.data;
}
