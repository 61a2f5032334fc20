import type { Language } from '../domain/publication.ts';
import { FORMATS } from './feed-formats.ts';
import type { OfferedFeed } from './offered-feeds.ts';
import { WORDS } from './words.ts';

interface AddressProps {
  language: Language;
  /** Distinct on the page. */
  id: string;
  /** Such as `RSS`. */
  format: string;
  /** What the feed holds, said to those who hear the page. */
  title: string;
  address: string;
  /** Where “Subscribe” leads, when not to the address itself. */
  opens?: string;
  type: string;
}

/** One address to select, copy or open. */
export function FeedAddress({ language, id, format, title, address, opens = address, type }: AddressProps) {
  const words = WORDS[language];
  return (
    <div class="address">
      <label for={id}>
        {format}
        <span class="unseen">: {title}</span>
      </label>
      <input id={id} type="text" readonly value={address} spellcheck={false} />
      <button
        type="button"
        class="quiet"
        data-copies={id}
        data-copied={words.copied}
        aria-label={`${words.copy}: ${format}, ${title}`}
        hidden
      >
        {words.copy}
      </button>
      <a class="button" href={opens} type={type} aria-label={`${words.subscribeToFeed}: ${format}, ${title}`}>
        {words.subscribeToFeed}
      </a>
    </div>
  );
}

/** A feed in all its formats. */
export function FeedFormats({ language, id, feed }: { language: Language; id: string; feed: OfferedFeed }) {
  return (
    <>
      {FORMATS.map(({ format, name, type }) => (
        <FeedAddress
          language={language}
          id={`${id}-${format}`}
          format={name}
          title={feed.title}
          address={feed.addresses[format]}
          type={type}
        />
      ))}
    </>
  );
}

/** A feed's events, for a calendar: `webcal:` is what calendars answer to. */
export function CalendarAddress({ language, id, feed }: { language: Language; id: string; feed: OfferedFeed }) {
  if (!feed.calendar) return null;
  return (
    <FeedAddress
      language={language}
      id={`${id}-ics`}
      format={WORDS[language].calendar}
      title={feed.title}
      address={feed.calendar}
      opens={feed.calendar.replace(/^https?:/, 'webcal:')}
      type="text/calendar"
    />
  );
}

/** What was copied, said to those who hear the page; the script fills it in. */
export function CopiedNote() {
  return <p class="unseen" id="copied" role="status"></p>;
}
