/** How the document is built, for those who do not see it. */
import { bracesIn } from './blocking-rules.ts';
import { type Finding, finding, shown } from './finding.ts';
import type { MailUnderCheck } from './mail-under-check.ts';

export function structureFindings(mail: MailUnderCheck): Finding[] {
  return [tables, language, headings, title, articleBraces].flatMap((rule) => rule(mail));
}

/** A table that only places things is read out cell by cell unless it says so. */
function tables({ page }: MailUnderCheck): Finding[] {
  const layout = page('table')
    .toArray()
    .filter(
      (table) => !/^(presentation|none)$/.test(page(table).attr('role') ?? '') && page(table).has('th').length === 0,
    );
  return layout.length > 0 ? [finding('layout-table', { count: layout.length })] : [];
}

/** On `html`, and on the first thing in `body`: some mail programs throw `html` away. */
function language({ page, content }: MailUnderCheck): Finding[] {
  const found = page('html').attr('lang')?.trim();
  const first = page('body')
    .children('[lang]')
    .filter((_, child) => page(child).attr('lang')?.trim() !== '');
  return [
    ...(found ? [] : [finding('language-missing', {})]),
    ...(found && found.split('-')[0]?.toLowerCase() !== content.language
      ? [finding('language-other', { found: shown(found), wanted: content.language })]
      : []),
    ...(first.length > 0 ? [] : [finding('body-language-missing', {})]),
  ];
}

function headings({ page }: MailUnderCheck): Finding[] {
  let before = 0;
  return page('h1, h2, h3, h4, h5, h6')
    .toArray()
    .flatMap((heading) => {
      const level = Number(heading.tagName.slice(1));
      const skipped = level > before + 1;
      const found = { from: before, to: level, text: shown(page(heading).text()) };
      before = level;
      return skipped ? [finding('heading-skipped', found)] : [];
    });
}

const title = ({ page }: MailUnderCheck): Finding[] =>
  page('head > title').first().text().trim() === '' ? [finding('title-empty', {})] : [];

function articleBraces(mail: MailUnderCheck): Finding[] {
  return bracesIn(mail).flatMap(({ text, item }) =>
    item ? [finding('braces-in-article', { text: shown(text), title: shown(item.title) })] : [],
  );
}
