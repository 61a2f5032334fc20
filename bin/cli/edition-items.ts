import { parse, YAMLParseError } from 'yaml';
import type { EditionAnswer } from '../../lambdas/console/answers.ts';
import { CliFailure } from './failures.ts';
import { readText } from './files.ts';
import { list } from './verbs.ts';

/** What may be said of the items of an edition; ids, or their numbers as `editions show` lists them. */
export interface ItemOptions {
  /** A file with the whole list. */
  items?: string;
  add?: string[];
  drop?: string[];
  order?: string[];
  pin?: string[];
  unpin?: string[];
  short?: string[];
  long?: string[];
  /** `ID=TEXT` */
  teaser?: string[];
}

interface Choice {
  articleId: string;
  isShort?: boolean;
  isPinned?: boolean;
  section?: string;
  teaser?: string | null;
}

/** The part of a change that is about items; empty when nothing is said of them. */
export async function itemChange(edition: EditionAnswer, options: ItemOptions): Promise<Record<string, unknown>> {
  const { items: file, add, drop, order, pin, unpin, short, long, teaser } = options;
  if (![file, add, drop, order, pin, unpin, short, long, teaser].some(Boolean)) return {};
  const { items, ...sections } = file === undefined ? { items: itemsOf(edition) } : await itemsIn(file);
  const given = ids(add).map((articleId) => ({ articleId }));
  const choices = new Map<string, Choice>([...items, ...given].map((choice) => [choice.articleId, { ...choice }]));
  const one = (named: string) => oneOf(named, edition, choices);
  for (const named of ids(drop)) choices.delete(one(named).articleId);
  for (const named of ids(pin)) one(named).isPinned = true;
  for (const named of ids(unpin)) one(named).isPinned = false;
  for (const named of ids(short)) one(named).isShort = true;
  for (const named of ids(long)) one(named).isShort = false;
  for (const text of teaser ?? []) {
    const [, named = '', own = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (!named) throw new CliFailure(`"${text}" must be an article and its teaser, as ID=TEXT`);
    // Without a text the article's own comes back.
    one(named).teaser = own.trim() || null;
  }
  const first = ids(order).map(one);
  return { ...sections, items: [...first, ...[...choices.values()].filter((choice) => !first.includes(choice))] };
}

const ids = (given: string[] = []) => given.flatMap(list);

const itemsOf = ({ items }: EditionAnswer): Choice[] =>
  items.map(({ articleId, isShort, isPinned, section }) => ({
    articleId,
    ...(isShort && { isShort }),
    ...(isPinned && { isPinned }),
    ...(section && { section }),
  }));

/** @throws CliFailure for what is not among them */
function oneOf(named: string, { id, items }: EditionAnswer, choices: Map<string, Choice>): Choice {
  const articleId = /^\d{1,3}$/.test(named) ? items[Number(named) - 1]?.articleId : named;
  const choice = choices.get(articleId ?? '');
  if (!choice)
    throw new CliFailure(`"${named}" is not in ${id}; its articles are listed by: rundbrief editions show ${id}`);
  return choice;
}

/** A list of ids or of items, alone or beside the sections, as `editions show --items` prints it. */
async function itemsIn(file: string): Promise<{ items: Choice[]; sections?: unknown }> {
  const read = yamlIn(await readText(file), file);
  const { items, ...rest } = Array.isArray(read) ? { items: read as unknown } : (read as { items?: unknown });
  if (!Array.isArray(items)) throw new CliFailure(`${file}: there must be a list of items`);
  return { ...rest, items: items.map((item) => (typeof item === 'string' ? { articleId: item } : item)) };
}

function yamlIn(text: string, file: string): object {
  try {
    // JSON is YAML, too.
    const read: unknown = parse(text);
    if (typeof read === 'object' && read !== null) return read;
    throw new CliFailure(`${file}: there must be a list of items`);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new CliFailure(`${file} is no YAML: ${error.message.split('\n')[0]}`);
  }
}
