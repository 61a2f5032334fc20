import type { FindingWords, Why } from './finding.ts';

const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many: string) => (count === 1 ? one : `${number.format(count)} ${many}`);
const PART = { html: 'HTML part', text: 'plain-text part' };
const SCHEME = { light: 'light', dark: 'dark' };

const WHY: Record<Exclude<Why, `status-${number}`>, string> = {
  'no-server': 'there is no server of this name',
  refused: 'the server refuses connections',
  timeout: 'the server does not answer in time',
  certificate: 'no secure connection to the server is possible',
  private: 'the address is not public',
  redirects: 'its redirect leads nowhere',
  broken: 'the server does not answer as it should',
};

const because = (why: Why): string =>
  why in WHY ? WHY[why as keyof typeof WHY] : `the server answers ${why.replace('status-', '')}`;

/** An address, and whose picture it is. */
const picture = ({ address, article }: { address: string; article?: string }) =>
  article === undefined ? address : `${address} (article “${article}”)`;

const link = (text: string, address: string) => (text ? `The link “${text}” (${address})` : `The link ${address}`);

export const en: FindingWords = {
  'unsubscribe-missing': ({ part }) => `The ${PART[part]} has no link to unsubscribe.`,
  'unsubscribe-late': ({ kilobytes }) =>
    `The link to unsubscribe comes only after ${number.format(kilobytes)} kB: Gmail cuts the mail off before.`,
  'imprint-missing': ({ part, line }) => `The ${PART[part]} lacks the line “${line}” of the imprint.`,
  'html-clipped': ({ kilobytes }) =>
    `The mail has ${number.format(kilobytes)} kB and will be clipped by Gmail. Take some articles out.`,
  'html-too-large': ({ kilobytes }) =>
    `The mail has ${number.format(kilobytes)} kB, more than the 90 kB it may have, and nothing more can be shortened.`,
  'braces-left': ({ text }) => `A placeholder was left over: ${text}`,
  'link-script': ({ text, scheme }) => `The link “${text}” begins with ${scheme}: and may not be in a mail.`,
  'subject-empty': () => 'The subject is empty.',
  'no-items': () => 'The edition holds no article.',

  'layout-table': ({ count }) =>
    `${counted(count, 'One table that only places things does', 'tables that only place things do')} not say so to screen readers (role="presentation").`,
  'language-missing': () => 'The mail does not say which language it is in (lang on html).',
  'language-other': ({ found, wanted }) => `The mail says that its language is “${found}”; it should be “${wanted}”.`,
  'body-language-missing': () =>
    'The language stands on html only, which some mail programs drop: the first element in body needs it, too.',
  'heading-skipped': ({ from, to, text }) =>
    from === 0
      ? `The first heading, “${text}”, is of level ${to} and not 1.`
      : `A heading of level ${from} is followed by one of level ${to}: “${text}”.`,
  'title-empty': () => 'The mail has no title.',
  'braces-in-article': ({ text, title }) =>
    `The article “${title}” says “${text}”: is that meant, or a placeholder that nobody filled?`,

  'image-alt-missing': (found) => `The picture ${picture(found)} has no alternative text (alt, even an empty one).`,
  'image-width-missing': (found) => `The picture ${picture(found)} has no width: Outlook shows it at full size.`,
  'image-insecure': (found) => `The picture ${picture(found)} comes without encryption (http).`,
  'image-format': ({ format, ...found }) =>
    `The picture ${picture(found)} is ${format}, which some mail programs do not show.`,
  'image-too-large': ({ kilobytes, ...found }) =>
    `The picture ${picture(found)} has ${number.format(kilobytes)} kB; more than 1,000 kB take long on the road.`,
  'image-none': ({ type, ...found }) => `There is no picture at ${picture(found)}${type ? ` (${type})` : ''}.`,
  'image-dead': ({ why, ...found }) => `The picture ${picture(found)} is not there: ${because(why)}.`,
  'image-unsure': ({ why, ...found }) => `The picture ${picture(found)} could not be checked: ${because(why)}.`,

  'link-insecure': ({ text, address }) => `${link(text, address)} leads to a page without encryption (http).`,
  'link-downgraded': ({ text, address }) => `${link(text, address)} redirects to a page without encryption (http).`,
  'link-address': ({ text, address }) => `${link(text, address)} has no address that can be reached from a mail.`,
  'link-empty': ({ address }) => `The link ${address} has neither text nor a picture with an alternative text.`,
  'link-ambiguous': ({ text, count }) => `“${text}” leads to ${number.format(count)} different addresses.`,
  'link-dead': ({ text, address, why }) => `${link(text, address)} leads nowhere: ${because(why)}.`,
  'link-unsure': ({ text, address, why }) => `${link(text, address)} could not be checked: ${because(why)}.`,
  'addresses-unchecked': ({ count }) =>
    `${counted(count, 'One address was', 'addresses were')} not checked: there are too many, or a server is too slow.`,

  'text-part-missing': () => 'The plain-text part is empty.',
  'text-links-missing': ({ count, address }) =>
    `The plain-text part lacks ${counted(count, `a link: ${address}`, `links, the first is ${address}`)}`,
  'preheader-empty': () => 'The preview line is empty: mail programs show the beginning of the mail instead.',
  'preheader-repeats-subject': () => 'The preview line repeats the subject.',
  'subject-repeated': ({ edition }) => `The last edition (${edition}) had the same subject.`,
  'subject-long': ({ length }) => `The subject has ${length} characters; most programs cut it off after some 60.`,
  'subject-too-long': ({ length }) =>
    `The subject has ${length} characters. Shorten it: hardly anybody sees more than 60.`,
  contrast: ({ scheme, ratio, least, colours, text, count }) =>
    `Too little contrast in the ${SCHEME[scheme]} scheme: ${number.format(ratio)} : 1 instead of at least ${number.format(least)} : 1 (${colours}) at “${text}”${
      count > 1 ? ` and in ${counted(count - 1, 'one more place', 'more places')}` : ''
    }.`,
  'text-small': ({ pixels, text, count }) =>
    `${counted(count, 'One text is', 'texts are')} smaller than 14 px, at ${number.format(pixels)} px: “${text}”.`,
  'target-small': ({ pixels, least, text, count }) =>
    `${counted(count, 'One link is', 'links are')} lower than ${least} px, at ${number.format(pixels)} px, and hard to hit with a finger: “${text}”.`,
  'event-date-missing': ({ title }) => `The event “${title}” does not say when it is.`,
  'event-place-missing': ({ title }) => `The event “${title}” does not say where it is.`,
  'articles-repeated': ({ edition }) => `The last edition (${edition}) had exactly the same articles.`,
  'source-failing': ({ source }) =>
    `The source “${source}” could not be read of late: what is new there may be missing.`,
  'items-shortened': ({ count }) =>
    `So that the mail does not grow too large, ${counted(count, 'one article stands in it by its headline only', 'articles stand in it by their headlines only')}.`,
};
