import { RundbriefError } from '../domain/errors.ts';
import type { PageSelectors } from '../domain/publication.ts';
import { pageSelectors } from '../publications/index.ts';
import type { Form } from './console-input.ts';

/** In the order of the forms. */
export const SELECTOR_NAMES = ['item', 'title', 'link', 'teaser', 'date', 'image'] as const;

/** A source has a title of its own, in the same form. */
export const fieldOf = (name: keyof PageSelectors) => `selector-${name}`;

/**
 * @returns undefined when all fields are empty
 * @throws RundbriefError `invalid`
 */
export function selectorsIn(form: Form): PageSelectors | undefined {
  const given = SELECTOR_NAMES.map((name) => [name, form.text(fieldOf(name))] as const).filter(
    ([, selector]) => selector !== '',
  );
  if (given.length === 0) return undefined;
  const read = pageSelectors.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  throw new RundbriefError('invalid', 'Say at least where the articles are; a selector has at most 300 characters');
}
