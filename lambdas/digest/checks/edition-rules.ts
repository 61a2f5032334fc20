/** What its data says of an edition, and those before it. */
import { datesIn } from '../../../templates/digest/dates.ts';
import type { Edition } from '../../domain/edition.ts';
import type { Source } from '../../domain/publication.ts';
import { failingSources } from '../troubled-sources.ts';
import { type Finding, finding, shown } from './finding.ts';
import { type MailUnderCheck, plain } from './mail-under-check.ts';

/** Phones show some forty characters of a subject, desktops some sixty. */
const LONG_SUBJECT = 60;
const TOO_LONG_SUBJECT = 150;

export function editionFindings(
  mail: MailUnderCheck,
  { previous, sources }: { previous?: Edition; sources: Source[] },
): Finding[] {
  return [
    ...subjectFindings(mail),
    ...(previous ? repeatedFindings(mail, previous) : []),
    ...eventFindings(mail),
    ...failingSources(sources).map(({ title }) => finding('source-failing', { source: shown(title) })),
    ...(mail.edition.shortened ? [finding('items-shortened', { count: mail.edition.shortened })] : []),
  ];
}

function subjectFindings({ content: { subject, preheader } }: MailUnderCheck): Finding[] {
  const { length } = [...subject];
  return [
    ...(length > TOO_LONG_SUBJECT ? [finding('subject-too-long', { length })] : []),
    ...(length > LONG_SUBJECT && length <= TOO_LONG_SUBJECT ? [finding('subject-long', { length })] : []),
    ...(preheader.trim() === '' ? [finding('preheader-empty', {})] : []),
    ...(preheader.trim() !== '' && plain(preheader) === plain(subject)
      ? [finding('preheader-repeats-subject', {})]
      : []),
  ];
}

function repeatedFindings({ edition, content }: MailUnderCheck, previous: Edition): Finding[] {
  const articles = ({ items }: Pick<Edition, 'items'>) =>
    items
      .map(({ articleId }) => articleId)
      .sort()
      .join();
  const isSame = edition.items.length > 0 && articles(edition) === articles(previous);
  return [
    ...(isSame ? [finding('articles-repeated', { edition: previous.id })] : []),
    ...(content.subject.trim() !== '' && plain(content.subject) === plain(previous.subject)
      ? [finding('subject-repeated', { edition: previous.id })]
      : []),
  ];
}

/** Readers who are to come somewhere need to know when and where. */
function eventFindings({ edition, publication, content, page }: MailUnderCheck): Finding[] {
  const dates = datesIn(content.language, publication.timeZone);
  const words = plain(page('body').text());
  return edition.items.flatMap(({ event, title }) => {
    if (!event) return [];
    return [
      ...(words.includes(plain(dates.event(event))) ? [] : [finding('event-date-missing', { title: shown(title) })]),
      ...(event.online || (event.place && words.includes(plain(event.place)))
        ? []
        : [finding('event-place-missing', { title: shown(title) })]),
    ];
  });
}
