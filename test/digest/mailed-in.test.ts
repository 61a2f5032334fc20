import { describe, expect, it } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { mailedIn } from '../../lambdas/digest/index.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import { anArticle, anEdition } from './samples.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-05T06:00:00Z');

const article = (hour: number) => anArticle({ ingestedAt: new Date(START + hour * HOUR) });
const settled = (number: number, ...ids: string[]): Edition => {
  const { items } = anEdition(number);
  const [item] = items;
  if (!item) throw new Error('The sample has no items');
  return anEdition(number, {
    status: 'sent',
    frozenAt: new Date(START + number * HOUR),
    items: ids.map((articleId) => ({ ...item, articleId })),
  });
};

describe('where an article went out', () => {
  it('is every settled edition that holds it, the newest first; drafts do not count', async () => {
    const [first, second, third] = [article(0), article(1), article(2)];
    const editions = editionsInMemory(
      settled(1, first.id),
      settled(3, first.id, second.id),
      { ...settled(4, second.id, third.id), status: 'draft', frozenAt: undefined },
      { ...settled(5, first.id), id: 'courier-5', publicationId: 'courier' },
    );
    expect(await mailedIn('ruhr', [first.id, second.id, third.id], editions)).toEqual(
      new Map([
        [first.id, ['ruhr-3', 'ruhr-1']],
        [second.id, ['ruhr-3']],
      ]),
    );
  });

  it('is found over many editions, and none is read that is older than the articles', async () => {
    const old = article(0.5);
    const held = Array.from({ length: 70 }, (_, at) => settled(at + 1, at === 0 ? old.id : 'another'));
    const editions = editionsInMemory(...held);
    let read = 0;
    const counting = {
      list: async (...asked: Parameters<typeof editions.list>) => {
        const page = await editions.list(...asked);
        read += page.length;
        return page;
      },
    };
    expect(await mailedIn('ruhr', [old.id], counting)).toEqual(new Map([[old.id, ['ruhr-1']]]));
    expect(read).toBe(70);
    read = 0;
    expect(await mailedIn('ruhr', [article(65.5).id], counting)).toEqual(new Map());
    expect(read).toBe(40);
    read = 0;
    expect(await mailedIn('ruhr', [], counting)).toEqual(new Map());
    expect(read).toBe(0);
  });

  it('is found behind a row of drafts', async () => {
    const old = article(0.5);
    const drafts = Array.from({ length: 25 }, (_, at) => anEdition(at + 2, { frozenAt: undefined }));
    const editions = editionsInMemory(settled(1, old.id), ...drafts);
    expect(await mailedIn('ruhr', [old.id], editions)).toEqual(new Map([[old.id, ['ruhr-1']]]));
  });
});
