import type { Language } from '../domain/publication.ts';

/** Below the site's address. */
export const TEST_PATH = '/test-mail';

/** Where the personal links of a test mail lead: to a page that knows nobody and changes nothing. */
export function testLinks(siteUrl: string, language: Language): { unsubscribe: string; preferences: string } {
  const link = (name: 'unsubscribe' | 'preferences') => `${siteUrl}${TEST_PATH}?link=${name}&lang=${language}`;
  return { unsubscribe: link('unsubscribe'), preferences: link('preferences') };
}
