import type { Digest, Publication, Source, SourceRules } from '../domain/publication.ts';
import type { Digests } from './digests.ts';
import { newSource, sourceAddress } from './new-source.ts';
import { nextRun } from './next-run.ts';
import type { PublicationFile } from './publication-schema.ts';
import type { Publications } from './publications.ts';
import { type Complaint, readPublicationFile } from './read-publication-file.ts';
import type { Sources } from './sources.ts';

export interface ApplyDeps {
  publications: Publications;
  sources: Sources;
  digests: Digests;
  /** The stage's verified domain: senders write from it. */
  mailDomain: string;
  now: () => Date;
}

/**
 * Makes the publication what the file says.
 *
 * Applying again is safe: known sources keep what we remember of their polls, a digest keeps its next time unless its
 * schedule changed. Sources that the file does not name stay, for editors add some by hand; digests that it does not
 * name end, for nothing else makes them.
 *
 * @throws PublicationFileError (`invalid`) with every problem and its line; nothing is changed then
 */
export async function applyPublicationFile(
  yamlText: string,
  deps: ApplyDeps,
): Promise<{ publication: Publication; created: boolean; sources: Source[]; digests: Digest[] }> {
  const file = readPublicationFile(yamlText, (wish) => complaintsAbout(wish, deps.mailDomain));
  const known = await deps.publications.find(file.id);
  const publication = publicationOf(file, deps.mailDomain);
  await deps.publications.save(publication);
  const sources = await applySources(file, deps);
  const digests = await applyDigests(file, known, deps);
  return { publication, created: !known, sources, digests };
}

function complaintsAbout(file: PublicationFile, mailDomain: string): Complaint[] {
  const topicIds = new Set(file.topics.map(({ id }) => id));
  const unknownTopics = (list: 'sources' | 'digests') =>
    file[list].flatMap(({ topics }, index) =>
      topics.flatMap((topic, at) =>
        topicIds.has(topic)
          ? []
          : [{ path: [list, index, 'topics', at], message: `names “${topic}”, which is none of the topics` }],
      ),
    );
  const unknownRuleTopics = file.sources.flatMap(({ rules }, index) =>
    topicsNamed(rules).flatMap(({ topic, path }) =>
      topicIds.has(topic)
        ? []
        : [{ path: ['sources', index, 'rules', ...path], message: `names “${topic}”, which is none of the topics` }],
    ),
  );
  return [
    ...unknownRuleTopics,
    ...foreignSender(file.sender.address, mailDomain),
    ...repeated(
      'topics',
      'id',
      file.topics.map(({ id }) => id),
    ),
    ...repeated(
      'digests',
      'id',
      file.digests.map(({ id }) => id),
    ),
    ...repeated(
      'sources',
      'id',
      file.sources.map(({ id }) => id),
    ),
    ...repeated(
      'sources',
      'url',
      file.sources.map(({ url }) => sourceAddress(url)),
    ),
    ...unknownTopics('sources'),
    ...unknownTopics('digests'),
  ];
}

function topicsNamed(rules: SourceRules | undefined): { topic: string; path: (string | number)[] }[] {
  if (!rules) return [];
  return [
    ...rules.topics.map(({ topic }, at) => ({ topic, path: ['topics', at, 'topic'] })),
    ...(rules.defaultTopic ? [{ topic: rules.defaultTopic, path: ['defaultTopic'] }] : []),
  ];
}

function foreignSender(address: string | undefined, mailDomain: string): Complaint[] {
  const domain = address?.split('@').at(-1)?.toLowerCase();
  if (!domain || domain === mailDomain || domain.endsWith(`.${mailDomain}`)) return [];
  const message = `must end in @${mailDomain}, the domain this stage may send from; use replyTo for another address`;
  return [{ path: ['sender', 'address'], message }];
}

function repeated(list: string, key: string, values: (string | undefined)[]): Complaint[] {
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index
      ? [{ path: [list, index, key], message: `is there twice: “${value}”` }]
      : [],
  );
}

function publicationOf({ sources, digests, ...file }: PublicationFile, mailDomain: string): Publication {
  const { name, address = `${file.id}@${mailDomain}`, replyTo } = file.sender;
  return { ...file, sender: { name, address, ...(replyTo ? { replyTo } : {}) } };
}

async function applySources(file: PublicationFile, { sources, now }: ApplyDeps): Promise<Source[]> {
  const known = await sources.list(file.id);
  const applied: Source[] = [];
  for (const wish of file.sources) {
    const wanted = newSource({ publicationId: file.id, ...wish }, now());
    const held = known.find(({ id }) => id === wish.id) ?? known.find(({ url }) => url === wanted.url);
    // What the file leaves open stays as editors have decided it since.
    applied.push(
      held ? await sources.revise(held, { ...wanted, ...decidedSince(held, wish) }) : await sources.add(wanted),
    );
  }
  return applied;
}

function decidedSince(held: Source, wish: PublicationFile['sources'][number]): Partial<Source> {
  const { kind = held.kind, rules = held.rules, fullText = held.fullText, selectors = held.selectors } = wish;
  return { kind, rules, fullText, selectors };
}

async function applyDigests(file: PublicationFile, before: Publication | undefined, { digests, now }: ApplyDeps) {
  const known = await digests.list(file.id);
  const applied: Digest[] = [];
  for (const wish of file.digests) {
    const held = known.find(({ id }) => id === wish.id);
    const keepsTime = held && before?.timeZone === file.timeZone && isSameSchedule(held, wish);
    const nextRunAt = keepsTime ? held.nextRunAt : nextRun(wish, file.timeZone, now());
    const digest: Digest = { ...wish, publicationId: file.id, since: held ? held.since : now(), nextRunAt };
    await digests.save(digest);
    applied.push(digest);
  }
  const named = new Set(file.digests.map(({ id }) => id));
  for (const { id } of known) if (!named.has(id)) await digests.remove(file.id, id);
  return applied;
}

function isSameSchedule(held: Digest, wish: Omit<Digest, 'publicationId' | 'nextRunAt'>): boolean {
  const isSame = (['cadence', 'time', 'weekday', 'dayOfMonth', 'cron'] as const).every(
    (part) => held[part] === wish[part],
  );
  return isSame && held.between?.from === wish.between?.from && held.between?.until === wish.between?.until;
}
