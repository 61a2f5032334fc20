/** The HTML compiled once for everybody; links put in by Handlebars, the mail built by nodemailer. */
import Handlebars from 'handlebars';
import { composed, linksIn } from './composed.ts';
import { theLetter } from './letter.ts';
import { takeTurns } from './turns.ts';

const letter = theLetter();
const html = Handlebars.compile(letter.html);
const text = Handlebars.compile(letter.text);

takeTurns((reader) => {
  const { links, inHtml } = linksIn(reader, letter);
  return composed(letter, { ...links, to: reader.address, html: html(inHtml), text: text(links) });
});
