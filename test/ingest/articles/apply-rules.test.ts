import { describe, expect, it } from 'vitest';
import { NO_RULES, type SourceRules } from '../../../lambdas/domain/publication.ts';
import { type RuledItem, rulerOf } from '../../../lambdas/ingest/index.ts';

const ITEM: RuledItem = {
  title: 'Pressemitteilung: Neue Kita-Plätze in Gelsenkirchen',
  teaser: 'Die Stadt schafft über 200 Plätze für Kinder.',
  categories: ['Frühe Bildung', 'Presse'],
};

const ruled = (rules: Partial<SourceRules>, item: Partial<RuledItem> = {}) =>
  rulerOf({ ...NO_RULES, ...rules })({ ...ITEM, ...item });

describe('the rules of a source', () => {
  it('take everything as it is when there are none', () => {
    expect(ruled({})).toEqual({ kept: true, title: ITEM.title, topics: [] });
  });

  it.each([
    {
      include: { words: ['kita-plätze'], categories: [] },
      kept: true,
      because: 'taken because of the word “kita-plätze”',
    },
    { include: { words: ['KITA'], categories: [] }, kept: true, because: 'taken because of the word “KITA”' },
    { include: { words: ['Plätz'], categories: [] }, kept: false, because: /none of the words/ },
    { include: { words: ['über  200 plätze'], categories: [] }, kept: true, because: /über {2}200/ },
    { include: { words: [], categories: ['frühe bildung'] }, kept: true, because: /category “Frühe Bildung”/ },
    { include: { words: [], categories: ['Bildung'] }, kept: false, because: /none of the words/ },
    { exclude: { words: ['stadt'], categories: [] }, kept: false, because: 'left out because of the word “stadt”' },
    { exclude: { words: [], categories: ['PRESSE'] }, kept: false, because: /category “Presse”/ },
    {
      include: { words: ['Kinder'], categories: [] },
      exclude: { words: ['Gelsenkirchen'], categories: [] },
      kept: false,
      because: /Gelsenkirchen/,
    },
    { exclude: { words: ['(unklar'], categories: [] }, kept: true, because: undefined },
  ])('with $include $exclude keep it: $kept', ({ kept, because, ...rules }) => {
    const result = ruled(rules);
    expect(result.kept).toBe(kept);
    if (because instanceof RegExp) expect(result.because).toMatch(because);
    else expect(result.because).toBe(because);
  });

  it('find a word that was typed in another form of Unicode', () => {
    const typed = { words: ['Plätze'.normalize('NFD')], categories: [] };
    expect(ruled({ include: typed }).kept).toBe(true);
  });

  it.each([
    { prefixes: ['Pressemitteilung'], title: 'Neue Kita-Plätze in Gelsenkirchen' },
    { prefixes: ['pressemitteilung:'], title: 'Neue Kita-Plätze in Gelsenkirchen' },
    { prefixes: ['Presse', 'Pressemitteilung: Neue'], title: 'Kita-Plätze in Gelsenkirchen' },
    { prefixes: ['Presse'], title: ITEM.title },
    { prefixes: [ITEM.title], title: ITEM.title },
  ])('remove $prefixes from the beginning of a title', ({ prefixes, title }) => {
    expect(ruled({ removePrefixes: prefixes }).title).toBe(title);
  });

  it('give each topic once, by word or by category', () => {
    const topics = [
      { topic: 'early', words: ['Kinder'], categories: ['Frühe Bildung'] },
      { topic: 'town', words: ['Gelsenkirchen'], categories: [] },
      { topic: 'school', words: ['Schule'], categories: [] },
      { topic: 'early', words: ['Stadt'], categories: [] },
    ];
    expect(ruled({ topics }).topics).toEqual(['early', 'town']);
  });
});
