import { raw } from 'hono/html';
import { COPY_SCRIPT } from '../../platform/copy-script.ts';
import type { WebAnswer } from '../../platform/http.ts';
import { readerPage, signUpPath } from '../pages/reader-page.tsx';
import type { BotCheck } from './bot-check.ts';
import { embedSnippet } from './embed-snippet.ts';
import type { SignUpOffer } from './sign-up-offer.ts';

const STYLE = `
[hidden]{display:none!important}
.code{min-height:16rem;font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--wash);white-space:pre;overflow:auto;resize:vertical}
.preview{padding:1rem 1.25rem;border:1px dashed var(--soft);border-radius:.4rem}
.preview p{margin:0 0 .75rem}
.preview label:has(input){font-weight:400}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

/** How to have the form on another website: its HTML to copy, and what that looks like. */
export function embedPage(
  offer: SignUpOffer,
  { siteUrl, botCheck }: { siteUrl: string; botCheck?: BotCheck },
): WebAnswer {
  const { publication } = offer;
  const { language, title } = publication;
  const words = WORDS[language];
  const snippet = embedSnippet(offer, siteUrl);
  return readerPage({
    language,
    publication,
    title: words.title,
    style: STYLE,
    script: COPY_SCRIPT,
    isPersonal: true,
    children: (
      <>
        <h1>{words.heading(title)}</h1>
        <p>{words.intro}</p>
        <label for="snippet">{words.code}</label>
        <p>
          <textarea id="snippet" class="code" readonly rows={18} spellcheck={false} lang="en">
            {snippet}
          </textarea>
        </p>
        <p>
          <button type="button" hidden data-copies="snippet" data-copied={words.copied}>
            {words.copy}
          </button>
        </p>
        <p class="unseen" id="copied" role="status" />
        <h2>{words.preview}</h2>
        <p>{words.previewText}</p>
        <div class="preview" inert>
          {raw(snippet)}
        </div>
        <h2>{words.notes}</h2>
        <ul>
          {words.noteList.map((note) => (
            <li>{note}</li>
          ))}
          {botCheck && <li>{words.noteChecked}</li>}
        </ul>
        <p>
          <a href={signUpPath(publication)}>{words.hosted}</a>
        </p>
      </>
    ),
  });
}

const WORDS = {
  de: {
    title: 'Anmeldeformular für Ihre Website',
    heading: (title: string) => `„${title}“ auf Ihrer Website`,
    intro:
      'Dieses Formular können Sie auf jeder Website einsetzen. Es ist reines HTML, braucht weder JavaScript noch Cookies und übernimmt das Aussehen der Seite, auf der es steht.',
    code: 'HTML zum Kopieren',
    copy: 'Kopieren',
    copied: 'Kopiert',
    preview: 'Vorschau',
    previewText: 'So sieht das Formular in der Schrift dieser Seite aus. Hier lässt es sich nicht absenden.',
    notes: 'Gut zu wissen',
    noteList: [
      'Wer sich anmeldet, kommt auf unsere Seite und bestätigt danach über einen Link in einer E-Mail, wie bei jeder Anmeldung.',
      'Den Text der Einwilligung und die verborgenen Felder lassen Sie bitte, wie sie sind: Gespeichert wird, wozu genau jemand Ja gesagt hat.',
      'Wenn sich der Text der Einwilligung ändert, etwa weil der Newsletter anders heißt oder anders oft kommt, kopieren Sie das Formular bitte neu. Bis dahin geht nichts verloren: Ein veraltetes führt ausgefüllt zu unserem Formular.',
      'Als Herkunft speichern wir die Seite, die der Browser nennt, ohne alles hinter einem Fragezeichen. Meist nennt er nur die Website.',
      'Verbietet Ihre Website fremde Ziele für Formulare (Content-Security-Policy, form-action), erlauben Sie dort bitte unsere Adresse.',
    ],
    noteChecked:
      'Auf dieser Website wird geprüft, ob ein Mensch das Formular ausfüllt. Dafür kommt, wer es bei Ihnen absendet, mit allen Angaben zuerst auf unser Formular.',
    hosted: 'Zum Formular auf unserer Seite',
  },
  en: {
    title: 'Sign-up form for your website',
    heading: (title: string) => `“${title}” on your website`,
    intro:
      'You can use this form on any website. It is plain HTML, needs neither JavaScript nor cookies, and takes on the look of the page it stands on.',
    code: 'HTML to copy',
    copy: 'Copy',
    copied: 'Copied',
    preview: 'Preview',
    previewText: 'This is the form in the type of this page. It cannot be sent from here.',
    notes: 'Good to know',
    noteList: [
      'Whoever signs up comes to our page and then confirms with a link in an email, as with every sign-up.',
      'Please leave the text of the consent and the hidden fields as they are: what is stored is what somebody said yes to.',
      'When the text of the consent changes, for instance because the newsletter has a new name or comes more often, please copy the form anew. Nothing is lost until then: an outdated one leads to our form, filled in.',
      'As the origin we store the page that the browser names, without anything behind a question mark. Mostly it names the website only.',
      'If your website forbids forms to send elsewhere (Content-Security-Policy, form-action), please allow our address there.',
    ],
    noteChecked:
      'This site checks whether a person fills in the form. For that, whoever sends it from your website comes to our form first, with everything filled in.',
    hosted: 'To the form on our page',
  },
};
