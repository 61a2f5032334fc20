/** What editors are told by mail, in both languages. */
import type { Language } from '../../lambdas/domain/publication.ts';

/**
 * draft      one waits for their approval
 * held       one was not sent, because a check found a fault that keeps it back
 * shortened  one goes out in which articles stand by their headlines only
 * failed     none could be made
 * voided     one was approved, and a correction of its articles has taken the approval away
 */
export type NewsKind = 'draft' | 'held' | 'shortened' | 'failed' | 'voided';

export interface EditorWords {
  /** @param about - the edition's subject; with `failed`, the publication's title */
  subject: Record<NewsKind, (about: string) => string>;
  greeting: string;
  happened: Record<NewsKind, (publicationTitle: string) => string>;
  reason: string;
  mailSubject: string;
  preheader: string;
  articles: string;
  shortened: (count: number) => string;
  leftOut: (count: number) => string;
  troubled: string;
  waitsForDecision: string;
  open: Record<NewsKind, string>;
  preview: string;
  because: (publicationTitle: string) => string;
}

const counted = (language: Language, one: string, other: string) => {
  const rules = new Intl.PluralRules(language);
  return (count: number) => (rules.select(count) === 'one' ? one : other.replace('#', String(count)));
};

const de: EditorWords = {
  subject: {
    draft: (about) => `Zur Freigabe: „${about}“`,
    held: (about) => `Nicht versendet: „${about}“`,
    shortened: (about) => `Gekürzt versendet: „${about}“`,
    failed: (about) => `Keine neue Ausgabe: „${about}“`,
    voided: (about) => `Bitte noch einmal freigeben: „${about}“`,
  },
  greeting: 'Guten Tag,',
  happened: {
    draft: (title) => `ein Entwurf von „${title}“ wartet auf Ihre Freigabe. Ohne sie geht er nicht hinaus.`,
    held: (title) =>
      `eine Ausgabe von „${title}“ sollte versendet werden, wurde aber zurückgehalten. Sie liegt als Entwurf bereit.`,
    shortened: (title) => `eine Ausgabe von „${title}“ geht hinaus, in der Beiträge gekürzt wurden.`,
    failed: (title) =>
      `eine Ausgabe von „${title}“ war fällig, ließ sich aber nicht zusammenstellen. Kein Beitrag geht dadurch verloren: Die nächste Ausgabe nimmt sie auf.`,
    voided: (title) =>
      `in einer freigegebenen Ausgabe von „${title}“ wurden Beiträge berichtigt oder zurückgezogen. Damit ist die Freigabe verfallen: Ohne eine neue geht die Ausgabe nicht hinaus.`,
  },
  reason: 'Grund',
  mailSubject: 'Betreff',
  preheader: 'Vorschauzeile',
  articles: 'Beiträge',
  shortened: counted(
    'de',
    'Damit die E-Mail vollständig ankommt, steht ein Beitrag nur mit seiner Überschrift darin.',
    'Damit die E-Mail vollständig ankommt, stehen # Beiträge nur mit ihrer Überschrift darin.',
  ),
  leftOut: counted('de', 'Ein weiterer Beitrag passte nicht hinein.', '# weitere Beiträge passten nicht hinein.'),
  troubled: 'Von diesen Quellen fehlt vielleicht Neues:',
  waitsForDecision: 'wartet auf Ihre Entscheidung',
  open: {
    draft: 'Ausgabe prüfen und freigeben',
    held: 'Ausgabe prüfen',
    shortened: 'Ausgabe ansehen',
    failed: 'Publikation öffnen',
    voided: 'Ausgabe prüfen und freigeben',
  },
  preview: 'Vorschau',
  because: (title) => `Sie erhalten diese Nachricht, weil Ihre Adresse bei „${title}“ unter „editors“ eingetragen ist.`,
};

const en: EditorWords = {
  subject: {
    draft: (about) => `For your approval: “${about}”`,
    held: (about) => `Not sent: “${about}”`,
    shortened: (about) => `Sent with headlines only: “${about}”`,
    failed: (about) => `No new issue: “${about}”`,
    voided: (about) => `Please approve again: “${about}”`,
  },
  greeting: 'Hello,',
  happened: {
    draft: (title) => `A draft of “${title}” is waiting for your approval. It will not go out without it.`,
    held: (title) => `An issue of “${title}” was to be sent but was held back. It is waiting as a draft.`,
    shortened: (title) => `An issue of “${title}” is going out in which articles were shortened.`,
    failed: (title) =>
      `An issue of “${title}” was due but could not be put together. No article is lost: the next issue will have them.`,
    voided: (title) =>
      `Articles in an approved issue of “${title}” were corrected or taken back. That voids the approval: the issue will not go out without a new one.`,
  },
  reason: 'Reason',
  mailSubject: 'Subject',
  preheader: 'Preview line',
  articles: 'Articles',
  shortened: counted(
    'en',
    'To make sure the email arrives whole, one article appears by its headline only.',
    'To make sure the email arrives whole, # articles appear by their headlines only.',
  ),
  leftOut: counted('en', 'One more article did not fit in.', '# more articles did not fit in.'),
  troubled: 'News from these sources may be missing:',
  waitsForDecision: 'waits for your decision',
  open: {
    draft: 'Check and approve the issue',
    held: 'Check the issue',
    shortened: 'See the issue',
    failed: 'Open the publication',
    voided: 'Check and approve the issue',
  },
  preview: 'Preview',
  because: (title) => `You are receiving this message because your address is listed under “editors” of “${title}”.`,
};

export const EDITOR_WORDS: Record<Language, EditorWords> = { de, en };
