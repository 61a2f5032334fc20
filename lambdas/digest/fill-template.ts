import { LiquidError } from 'liquidjs';
import mjml2html from 'mjml';
import { type Mark, templateEngine } from '../../templates/digest/engine.ts';
import { TEMPLATE_PARTS } from '../../templates/digest/templates.ts';
import type { DigestView } from '../../templates/digest/view.ts';
import { RundbriefError } from '../domain/errors.ts';

/**
 * Fills a template and compiles it.
 *
 * @returns HTML, with marks where blocks begin
 * @throws RundbriefError `invalid` when it cannot be, naming the line: of the template, or of what came of filling it
 */
export async function fillTemplate(template: string, view: DigestView, mark: Mark): Promise<string> {
  try {
    const { html } = await mjml2html(fill(template, view, mark), {
      validationLevel: 'strict',
      ignoreIncludes: true,
      minify: false,
      // No fonts of others: they would tell a third party who opened the mail.
      fonts: {},
    });
    return html.replace(/[ \t\r]*\n[ \t\r\n]*/g, '\n').replace(/^\n/, '');
  } catch (cause) {
    const sentence = compileFault(cause);
    if (!sentence) throw cause;
    throw new RundbriefError('invalid', sentence, { cause });
  }
}

/** @returns MJML. What the view holds is known to parts, too, without being handed on. */
function fill(template: string, view: DigestView, mark: Mark): string {
  try {
    return templateEngine(mark, TEMPLATE_PARTS).parseAndRenderSync(template, {}, { globals: view });
  } catch (cause) {
    if (!LiquidError.is(cause)) throw cause;
    const [line, column] = cause.token?.getPosition() ?? [1, 1];
    const part = Object.keys(TEMPLATE_PARTS).find((name) => TEMPLATE_PARTS[name] === cause.token?.input);
    const where = part ? ` of the part "${part}"` : '';
    const what = cause.message.replace(/, (?:file|line):.*$/s, '');
    throw new RundbriefError(
      'invalid',
      `The template cannot be filled: line ${line}, column ${column}${where}: ${what}`,
      {
        cause,
      },
    );
  }
}

/** So it says where it finds nothing to compile; anything else it throws is a defect. */
const isNoMjml = (cause: unknown): boolean =>
  cause instanceof Error && /^(?:Parsing failed|Malformed MJML)\./.test(cause.message);

function compileFault(cause: unknown): string | undefined {
  const [first] = (cause as { errors?: { line?: number; message?: string }[] } | null)?.errors ?? [];
  if (!first?.message) return isNoMjml(cause) ? 'The template is not valid MJML: it has no mjml element' : undefined;
  return `The template is not valid MJML: line ${first.line ?? 1} once filled: ${first.message}`;
}
