import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import type { EditionItem } from '../domain/edition.ts';
import type { Language } from '../domain/publication.ts';
import { shortenText } from './choose-articles.ts';

/** Phones show about 40 characters of a subject, desktops about 70. */
const LONGEST_HEADLINE = 60;
const LONGEST_PREHEADER = 130;

/** A subject and a line under it, until an editor writes better ones: „Bildungsforum Ruhr und 5 weitere Beiträge“. */
export function suggestSubject(items: EditionItem[], language: Language): { subject: string; preheader: string } {
  const words = DIGEST_WORDS[language];
  const [first, ...others] = items;
  if (!first) return { subject: '', preheader: '' };
  const subject = words.subject(shortenText(first.title, LONGEST_HEADLINE), others.length);
  const more = others.slice(0, 4).map(({ title }) => title);
  const preheader = more.length > 0 ? words.alsoIn(more.join(' · ')) : first.teaser.replaceAll(/\s+/g, ' ');
  return { subject, preheader: shortenText(preheader, LONGEST_PREHEADER) };
}
