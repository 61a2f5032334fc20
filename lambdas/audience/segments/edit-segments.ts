import { randomBytes } from 'node:crypto';
import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Segment } from '../../domain/segment.ts';
import { filterOf, type SegmentWish } from './segment-wish.ts';
import type { Segments } from './segments.ts';

const MOST_SEGMENTS = 100;
const LONGEST_ID = 40;

interface EditDeps {
  segments: Segments;
}

/**
 * Names a part of a publication's readers.
 *
 * @throws RundbriefError `invalid` when the wish fits no publication or nobody, `conflict` for a name that is taken
 */
export async function addSegment(
  { publication, wish }: { publication: Publication; wish: SegmentWish },
  { segments }: EditDeps,
): Promise<Segment> {
  const filter = filterOf(wish, publication);
  const others = await segments.list(publication.id);
  if (others.length >= MOST_SEGMENTS) {
    throw new RundbriefError('invalid', `A publication has at most ${MOST_SEGMENTS} segments; delete one first`);
  }
  refuseTaken(wish.title, others);
  const segment = { id: freeId(wish.title, others), title: wish.title, filter };
  if (!(await segments.add(publication.id, segment))) refuseTaken(wish.title, [segment]);
  return segment;
}

/** @throws RundbriefError `not-found`, `conflict` for a name that is taken */
export async function renameSegment(
  { publicationId, segmentId, title }: { publicationId: string; segmentId: string; title: string },
  { segments }: EditDeps,
): Promise<Segment> {
  const others = (await segments.list(publicationId)).filter(({ id }) => id !== segmentId);
  refuseTaken(title, others);
  const renamed = await segments.rename(publicationId, segmentId, title);
  if (!renamed) throw new RundbriefError('not-found', `There is no segment "${segmentId}"`);
  return renamed;
}

function refuseTaken(title: string, others: Segment[]): void {
  const isTaken = others.some((other) => other.title.toLowerCase() === title.toLowerCase());
  if (isTaken) throw new RundbriefError('conflict', 'There is a segment of this name already');
}

/** Readable, for it stands in addresses and on command lines. */
function freeId(title: string, others: Segment[]): string {
  const taken = new Set(others.map(({ id }) => id));
  const name = slugOf(title) || `segment-${randomBytes(4).toString('hex')}`;
  let id = name;
  for (let number = 2; taken.has(id); number += 1) id = `${name}-${number}`;
  return id;
}

function slugOf(title: string): string {
  const spelled = title.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED[letter] ?? letter);
  const plain = spelled.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replace(/^-+|-+$/g, '');
}

const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
