import { basename, extname } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { CliFailure } from './failures.ts';
import { readText } from './files.ts';

/** The fields of an article as the API takes them. */
export type ArticleFields = Record<string, unknown>;

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;
const BODY_FIELDS: Record<string, string> = { '.html': 'html', '.htm': 'html', '.txt': 'text' };

/**
 * An article as a file: fields in front between two lines of `---`, then the text, Markdown unless the file's name says
 * HTML or plain text. Known again by `id`, else by the file's name; a title is needed, or a first line that is one.
 *
 * @param file - `-` for stdin, which needs an id
 */
export async function articleIn(file: string): Promise<ArticleFields> {
  const text = (await readText(file)).replace(/^\ufeff/, '');
  const [front = '', head = ''] = FRONT_MATTER.exec(text) ?? [];
  const fields = fieldsIn(head, file);
  const { title, body } = titleAndBody(fields.title, text.slice(front.length).trim());
  const id = fields.id ?? (file === '-' ? undefined : basename(file, extname(file)));
  return { ...fields, id, title, [BODY_FIELDS[extname(file).toLowerCase()] ?? 'markdown']: body };
}

function fieldsIn(head: string, file: string): ArticleFields {
  try {
    const fields = parse(head) ?? {};
    if (typeof fields === 'object' && !Array.isArray(fields)) return fields;
    throw new CliFailure(`${file}: what stands between the lines of --- must be "name: value" lines`);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new CliFailure(`${file}: what stands between the lines of --- is no YAML: ${error.message.split('\n')[0]}`);
  }
}

/** `# Title` at the beginning is the title, when the fields name none. */
function titleAndBody(title: unknown, text: string): { title: unknown; body: string } {
  const heading = title === undefined ? /^#[ \t]+(.+?)[ \t#]*(?:\r?\n|$)/.exec(text) : null;
  return heading ? { title: heading[1], body: text.slice(heading[0].length).trim() } : { title, body: text };
}
