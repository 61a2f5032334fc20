import { readDate } from '../items/read-date.ts';
import { type PageElement, textOf } from './page-nodes.ts';
import { isDate } from './page-words.ts';
import type { Survey } from './survey-block.ts';

export interface FoundDate {
  element: PageElement;
  text: string;
}

/** The date that an element of its own gives: `datetime`, `content`, or its words. */
export function chooseDate({ dates, infos }: Survey, timeZone: string): FoundDate | undefined {
  const byValue = dates.filter(({ name, attribs }) => name === 'time' || attribs.datetime || attribs.content);
  const isUpdate = ({ attribs }: PageElement) =>
    /updat|modif/i.test(`${attribs.class ?? ''} ${attribs.itemprop ?? ''}`);
  const ordered = [
    ...byValue.filter((one) => !isUpdate(one)),
    ...dates.filter((one) => !isUpdate(one)),
    ...dates,
    ...infos,
  ];
  for (const element of ordered) {
    const words = textOf(element, { limit: 160, apart: true });
    for (const text of [
      element.attribs.datetime,
      element.attribs.content,
      words,
      words.split(/\s[–|·•-]\s| bis | to /)[0],
    ]) {
      if (text && readDate(text, timeZone) && (text !== words || isDateLike(words))) return { element, text };
    }
  }
  return undefined;
}

/** A date with few words around it: "20. März 2023 | Allgemein". */
const isDateLike = (words: string) => isDate(words) || words.length < 90;
