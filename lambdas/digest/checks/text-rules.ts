import { type Finding, finding, shown } from './finding.ts';
import { linksOf, type MailUnderCheck } from './mail-under-check.ts';

/** Some readers see only the plain text: it must be a whole newsletter. */
export function textFindings(mail: MailUnderCheck): Finding[] {
  if (mail.text.trim() === '') return [finding('text-part-missing', {})];
  const given = new Set(mail.text.match(/\bhttps?:\S+/g)?.map(sameAddress) ?? []);
  const missing = [...new Set(linksOf(mail).map(({ href }) => href))]
    .filter((href) => /^(https?|mailto|tel):/i.test(href))
    .filter((href) => ![href, pageOf(href)].some((one) => given.has(sameAddress(one))))
    .filter((href) => !mail.text.includes(asWritten(href)));
  const [first] = missing;
  return first === undefined ? [] : [finding('text-links-missing', { count: missing.length, address: shown(first) })];
}

/** Where a link to a place of a page leads at least: the mail's own page, where what is shortened stands whole. */
const pageOf = (href: string) => href.replace(/#.*$/s, '');

/** Mail programs make a link of a mail address that stands by itself. */
const asWritten = (href: string) => href.replace(/^(?:mailto|tel):([^?]+).*$/i, '$1');

/** Without what a sentence puts behind it. */
const sameAddress = (address: string) => address.replace(/[)\]>.,;:!?]+$/, '').replace(/\/$/, '');
