/** The three looks, and what templates have in common: parts that they, and templates of others, name in `{% render %}`. */
import type { Layout } from '../../lambdas/domain/publication.ts';
import compact from './compact.mjml';
import letter from './letter.mjml';
import magazine from './magazine.mjml';
import article from './parts/article.mjml';
import event from './parts/event.mjml';
import eventDetails from './parts/event-details.mjml';
import footer from './parts/footer.mjml';
import head from './parts/head.mjml';
import heading from './parts/heading.mjml';
import label from './parts/label.mjml';
import logo from './parts/logo.mjml';
import logoImage from './parts/logo-image.mjml';
import note from './parts/note.mjml';
import notes from './parts/notes.mjml';
import preface from './parts/preface.mjml';
import row from './parts/row.mjml';
import story from './parts/story.mjml';
import style from './parts/style.mjml';
import title from './parts/title.mjml';

export const TEMPLATES: Record<Layout, string> = { letter, magazine, compact };

export const TEMPLATE_PARTS: Record<string, string> = {
  article,
  event,
  'event-details': eventDetails,
  footer,
  head,
  heading,
  label,
  logo,
  'logo-image': logoImage,
  note,
  notes,
  preface,
  row,
  story,
  style,
  title,
};
