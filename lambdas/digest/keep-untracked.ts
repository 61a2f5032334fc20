import { escapeMarkup } from '../../templates/digest/escape.ts';
import { softBroken } from '../platform/mime.ts';

/** What stands before the value of an attribute, however its lines are broken: `="`. */
const OPENING = /=3D(?:=\r\n)?(["'])(?:=\r\n)?$/;

/**
 * Marks personal links in the HTML of a message so that SES does not lead them through its own address, wherever they stand
 * in an attribute: `<a href="…" ses:no-track="">`. SES takes the mark away again. Only for messages that go through a
 * configuration set that counts clicks; links in plain text it leaves alone anyway.
 *
 * @param raw - as it was assembled with these links
 */
export function keepUntracked(raw: string, links: Record<string, string>): string {
  let message = raw;
  for (const link of Object.values(links)) message = withMark(message, softBroken(escapeMarkup(link)));
  return message;
}

function withMark(message: string, link: string): string {
  const [first = '', ...rest] = message.split(link);
  let before = first;
  let marked = first;
  for (const after of rest) {
    const [, quote] = OPENING.exec(before.slice(-20)) ?? [];
    marked += link + (quote ? softBroken(`${quote} ses:no-track=${quote}`) : '') + after;
    before = after;
  }
  return marked;
}
