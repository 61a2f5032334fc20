/** What a template is given in its trials. */
import { Markup } from '../../templates/digest/markup.ts';
import { digestView } from '../../templates/digest/view.ts';
import { archivePath, type Edition } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';

export interface TrialInput {
  publication: Publication;
  /** Where our public pages live, without a slash at its end. */
  siteUrl: string;
}

type Plain = Record<string, unknown>;
type Names = Map<string, Set<string>>;

/** Links as they stand in a template's trial. */
export const TRIAL_SLOTS = {
  unsubscribe: 'https://slot.invalid/unsubscribe',
  preferences: 'https://slot.invalid/preferences',
};

export function trialView(edition: Edition, { publication, siteUrl }: TrialInput): object {
  const { length } = edition.items;
  return digestView({
    publication,
    edition,
    language: publication.language,
    siteUrl,
    archiveUrl: `${siteUrl}/${archivePath(edition)}`,
    slots: TRIAL_SLOTS,
    fit: { full: length, shown: length },
  });
}

const LOGO = { url: 'https://example.org/logo.png', alt: 'Logo', width: 120 };

/** A view with every name that there can be, so that one that nothing ever has can be told. */
export function viewOfEveryName(edition: Edition, { publication, siteUrl }: TrialInput): object {
  const look = { ...publication.look, logo: publication.look.logo ?? LOGO };
  const view = trialView(edition, { publication: { ...publication, privacyNotice: siteUrl, look }, siteUrl });
  const names: Names = new Map();
  noteNames('', view, names);
  return completed('', view, names) as object;
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Markup);

/** Records below the same name are of one kind, wherever they stand. */
function noteNames(name: string, value: unknown, names: Names): void {
  if (Array.isArray(value)) for (const one of value) noteNames(name, one, names);
  if (!isPlain(value)) return;
  const known = names.get(name) ?? new Set();
  names.set(name, known);
  for (const [key, inner] of Object.entries(value)) {
    known.add(key);
    noteNames(key, inner, names);
  }
}

function completed(name: string, value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((one) => completed(name, one, names));
  if (!isPlain(value)) return value;
  const missing = [...(names.get(name) ?? [])].map((key) => [key, null]);
  const held = Object.entries(value).map(([key, inner]) => [key, completed(key, inner, names)]);
  return { ...Object.fromEntries(missing), ...Object.fromEntries(held) };
}
