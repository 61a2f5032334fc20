import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import type { LinkKeys } from '../links/link-keys.ts';
import { readLink } from '../links/links.ts';
import { preferredLanguage, tokenOf } from '../pages/reader-page.tsx';
import type { AudienceRecords } from '../records/audience-records.ts';
import { type DescribeDeps, describePerson } from './describe-person.ts';
import { type EraseDeps, erasePerson } from './erase-person.ts';
import { erasedPage, type PersonPage, personPage } from './person-page.tsx';

export interface DataPageDeps
  extends Pick<AudienceRecords, 'traces' | 'subscriptions' | 'suppressions' | 'proofs'>,
    Omit<DescribeDeps, 'publications'>,
    Omit<EraseDeps, 'publications'> {
  publications: { find(id: string): Promise<Publication | undefined>; list(): Promise<Publication[]> };
  linkKeys: () => Promise<LinkKeys>;
}

/** GET shows what is held; POST hands it over as a file, or erases it if the box is ticked. */
export async function answerDataRequest(request: WebRequest, deps: DataPageDeps): Promise<WebAnswer> {
  const token = tokenOf(request);
  const { publicationId, subscriberId } = readLink(token, 'data', await deps.linkKeys(), deps.now());
  const publication = await deps.publications.find(publicationId);
  const subscription = await deps.subscriptions.find(publicationId, subscriberId);
  const language =
    subscription?.language ?? publication?.language ?? preferredLanguage(request.headers['accept-language'] ?? '');
  const form = request.method === 'POST' ? await request.form() : undefined;
  const act = form?.get('act');
  if (act === 'erase' && form?.get('sure') === 'yes') {
    const erasure = await erasePerson(subscriberId, { at: deps.now(), by: 'subscriber' }, deps);
    return erasedPage({ language, publication, erasure });
  }
  const file = await describePerson(subscriberId, deps, language);
  if (act === 'download') return attachment(file, language);
  const page: PersonPage = { language, publication, publications: await deps.publications.list(), token, file };
  return personPage({ ...page, isUnsure: act === 'erase' });
}

const FILE_NAMES: Record<Language, string> = { de: 'meine-daten.json', en: 'my-data.json' };

function attachment(file: object, language: Language): WebAnswer {
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${FILE_NAMES[language]}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: `${JSON.stringify(file, null, 2)}\n`,
  };
}
