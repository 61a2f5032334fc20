/** Renders an edition and stores it, as composing does, and says what CPU time that took: the first time, and later. */
import { storeContent } from '../../../lambdas/digest/edition-parts.ts';
import { renderEdition } from '../../../lambdas/digest/render-edition.ts';
import type { Edition } from '../../../lambdas/domain/edition.ts';
import type { Publication } from '../../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { cpuMs, median } from '../cpu-time.ts';
import { answer } from './processes.ts';

export interface ComposingQuestion {
  edition: Edition;
  publication: Publication;
  siteUrl: string;
}

export interface ComposingAnswer {
  coldMs: number;
  warmMs: number;
  htmlBytes: number;
  shortened: number;
}

/** Odd, so that there is one in the middle. */
const WARM_ROUNDS = 11;
/** For the compiler. */
const ROUNDS_BEFORE = 10;

answer<ComposingQuestion, ComposingAnswer>(async ({ edition, ...rendering }) => {
  const objects = objectsInMemory();
  const compose = async () => storeContent(objects, (await renderEdition(edition, rendering)).content);
  const coldMs = await cpuMs(compose);
  const later: number[] = [];
  for (let round = -ROUNDS_BEFORE; round < WARM_ROUNDS; round += 1) {
    const ms = await cpuMs(compose);
    if (round >= 0) later.push(ms);
  }
  const { content, shortened } = await renderEdition(edition, rendering);
  const pieces = content.html.flatMap((block) => block.pieces);
  const htmlBytes = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : 0), 0);
  return { coldMs, warmMs: median(later), htmlBytes, shortened };
});
