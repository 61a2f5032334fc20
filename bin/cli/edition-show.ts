import type { Command } from 'commander';
import { stringify } from 'yaml';
import { type EditionAnswer, editionAnswer } from '../../lambdas/console/answers.ts';
import { path } from './api-client.ts';
import { mailed } from './articles.ts';
import { CliFailure } from './failures.ts';
import { columns, moment } from './output.ts';
import { type Cli, does, verb } from './verbs.ts';

export function showVerb(group: Command): void {
  verb(group, 'show <edition>', 'what is in an edition, and what was decided about it')
    .option('--items', 'its sections and items as a file for: editions edit EDITION --items FILE')
    .action(does(show));
}

async function show({ out, api }: Cli, id: string, { items }: { items?: boolean }): Promise<void> {
  const edition = await (await api()).get(path`/editions/${id}`, editionAnswer);
  out.result(edition, () => (items ? itemsFile(edition) : inLines(edition)));
}

/** The edition if it still is what somebody has seen. @throws CliFailure when it has changed since */
export function asSeen(edition: EditionAnswer, seen: string | undefined): EditionAnswer {
  if (seen === undefined || edition.contentHash.startsWith(seen)) return edition;
  throw new CliFailure(
    `${edition.id} has changed since you saw it: look at it again with: rundbrief editions show ${edition.id}`,
  );
}

function inLines(edition: EditionAnswer): string[] {
  const { id, status, subject, preheader, contentHash, approval, sendAt, shortened, leftOut, archivePath } = edition;
  return [
    `${id}: ${status}`,
    ...columns([
      ['subject', subject],
      ['preheader', preheader],
      ['content', contentHash],
      ...(status === 'draft' ? [] : [['archive', archivePath]]),
      ...(approval ? [['approved', `by ${approval.by}, ${moment(approval.at)}`]] : []),
      ...(sendAt ? [[approval ? 'goes out' : 'was to go out', sendAt]] : []),
      ...(shortened ? [['shortened', `${shortened} items, to keep the mail whole`]] : []),
      ...(leftOut ? [['left out', `${leftOut} articles, which were too many`]] : []),
    ]),
    ...columns(edition.items.map((item, at) => [String(at + 1), item.articleId, notesOn(item, edition), item.title])),
  ];
}

function notesOn(item: EditionAnswer['items'][number], { sections }: EditionAnswer): string {
  const notes = [
    item.isPinned && 'pinned',
    item.isShort && 'short',
    item.hasOwnTeaser && 'own teaser',
    item.section && `under “${sections.find(({ id }) => id === item.section)?.title ?? item.section}”`,
    mailed(item),
  ];
  return notes.filter(Boolean).join(', ') || '-';
}

function itemsFile({ sections, items }: EditionAnswer): string[] {
  const head = sections.length ? stringify({ sections }).trimEnd().split('\n') : [];
  const lines = items.flatMap(({ articleId, title, teaser, hasOwnTeaser, isPinned, isShort, section }) => {
    const item = {
      articleId,
      ...(isPinned && { isPinned }),
      ...(isShort && { isShort }),
      ...(section && { section }),
      ...(hasOwnTeaser && { teaser }),
    };
    return [`  # ${title}`, ...indented(stringify([item], { lineWidth: 0 }))];
  });
  return [...head, 'items:', ...lines];
}

const indented = (yaml: string) =>
  yaml
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
