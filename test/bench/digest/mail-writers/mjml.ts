/** Links put into the MJML, which is compiled for each reader; the mail built by nodemailer. */
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { composed, linksIn } from './composed.ts';
import { theLetter } from './letter.ts';
import { takeTurns } from './turns.ts';

const letter = theLetter();
const mjml = Handlebars.compile(letter.mjml);
const text = Handlebars.compile(letter.text);

takeTurns(async (reader) => {
  const { links, inHtml } = linksIn(reader, letter);
  const { html } = await mjml2html(mjml(inHtml), { minify: false, fonts: {} });
  return composed(letter, { ...links, to: reader.address, html, text: text(links) });
});
