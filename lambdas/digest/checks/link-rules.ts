/** Links as the mail names them; what is behind them is for {@link ./address-rules.ts}. */
import { scriptScheme } from './blocking-rules.ts';
import { type Finding, finding, shown } from './finding.ts';
import { type Link, linksOf, type MailUnderCheck, plain } from './mail-under-check.ts';

export function linkFindings(mail: MailUnderCheck): Finding[] {
  const links = linksOf(mail);
  const once = [...Map.groupBy(links, ({ href }) => href).values()].flatMap(([first]) => first ?? []);
  return [...once.flatMap((link) => addressFindings(link, mail)), ...emptyLinks(links), ...ambiguousLinks(links)];
}

function addressFindings({ href, name }: Link, { siteUrl, page }: MailUnderCheck): Finding[] {
  const found = { text: shown(name), address: shown(href) };
  // A fault of its own.
  if (scriptScheme(href)) return [];
  if (/^(https:\/\/[^/\s]|mailto:.|tel:.)/i.test(href) && URL.canParse(href)) return [];
  if (href.startsWith(`${siteUrl}/`) || leadsWithin(href, page)) return [];
  return [finding(/^http:\/\//i.test(href) ? 'link-insecure' : 'link-address', found)];
}

/** To another place of this mail. */
const leadsWithin = (href: string, page: MailUnderCheck['page']) =>
  /^#./.test(href) && page('[id], a[name]').is((_, { attribs: { id, name } }) => [id, name].includes(href.slice(1)));

const emptyLinks = (links: Link[]): Finding[] =>
  links.filter(({ name }) => name === '').map(({ href }) => finding('link-empty', { address: shown(href) }));

/** Whoever jumps from link to link hears their names and nothing else. */
function ambiguousLinks(links: Link[]): Finding[] {
  const targets = new Map<string, Set<string>>();
  for (const { name, href } of links) {
    if (name === '') continue;
    const known = targets.get(plain(name)) ?? new Set();
    targets.set(plain(name), known.add(href));
  }
  return [...targets].flatMap(([name, { size }]) =>
    size > 1
      ? [
          finding('link-ambiguous', {
            text: shown(links.find((link) => plain(link.name) === name)?.name ?? name),
            count: size,
          }),
        ]
      : [],
  );
}
