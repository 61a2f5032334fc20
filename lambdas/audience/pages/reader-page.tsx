import type { Child } from 'hono/jsx';
import type { Language, Publication } from '../../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../../platform/http.ts';
import { pageAnswer } from '../../platform/pages.tsx';
import type { Visit } from '../joining/confirm-subscription.ts';

export interface FindPublication {
  publications: { find(id: string): Promise<Publication | undefined> };
}

interface ReaderPage {
  language: Language;
  title: string;
  /** Absent when the publication is gone; links of old mails still answer. */
  publication?: Publication;
  alternates?: { type: string; title: string; href: string }[];
  isPersonal?: boolean;
  /** Of a page that needs more of a look than all have. */
  style?: string;
  /** Ours, and never needed. */
  script?: string;
  /** Somebody else's, by address: its host alone is let in. */
  foreignScript?: string;
  children: Child;
}

/** A page for readers, in the look of its publication. */
export function readerPage({ publication, ...content }: ReaderPage, status = 200): WebAnswer {
  const site = publication && {
    title: publication.title,
    url: publication.siteUrl,
    accent: publication.look.accent,
  };
  return pageAnswer({ ...content, site, imprint: publication?.imprint }, status);
}

export function signUpPath({ id }: Pick<Publication, 'id'>): string {
  return `/subscribe/${id}`;
}

/** How to have that form on another website. */
export function embedPath(publication: Pick<Publication, 'id'>): string {
  return `${signUpPath(publication)}/embed`;
}

/** The link's token, as the request carries it. */
export function tokenOf({ query }: WebRequest): string {
  return query.get('t') ?? '';
}

const MOST_USER_AGENT = 300;

export function visitOf({ clientAddress, headers }: WebRequest): Visit {
  return { network: clientAddress.slice(0, 64), userAgent: (headers['user-agent'] ?? '').slice(0, MOST_USER_AGENT) };
}

/** The better of our languages for a browser; English for one that wants neither. */
export function preferredLanguage(acceptLanguage: string): Language {
  const wishes = acceptLanguage.split(',').map((part) => {
    const [tag = '', weight = ''] = part.trim().toLowerCase().split(';q=');
    return { language: tag.slice(0, 2), weight: weight === '' ? 1 : Number(weight) || 0 };
  });
  const german = Math.max(0, ...wishes.filter(({ language }) => language === 'de').map(({ weight }) => weight));
  const english = Math.max(0, ...wishes.filter(({ language }) => language === 'en').map(({ weight }) => weight));
  return german > english ? 'de' : 'en';
}
