import { html, raw } from 'hono/html';
import type { Publication } from '../../domain/publication.ts';
import { CADENCE_WORDS } from '../pages/cadence-choices.tsx';
import { signUpPath } from '../pages/reader-page.tsx';
import { placeIn, ZONE_FIELD, ZONE_WORDS, zonesOffered } from '../pages/time-zones.ts';
import { TRACKING_FIELD } from '../pages/tracking-choice.tsx';
import type { SignUpOffer } from './sign-up-offer.ts';
import { TRAP_FIELD } from './sign-up-page.tsx';
import { SIGN_UP_WORDS } from './sign-up-words.ts';

/**
 * The form for other websites: plain HTML without style and script, so that it takes on the look of wherever it stands and
 * no policy forbids it. It names the wording that is in it; when that is no longer ours, whoever sends it comes to our form.
 */
export function embedSnippet(
  { publication, cadences, usualCadence, hasZones, wording, tracking }: SignUpOffer,
  siteUrl: string,
): string {
  const { id, language, topics } = publication;
  const words = SIGN_UP_WORDS[language];
  const field = `rundbrief-${id}-address`;
  const choices = (
    type: string,
    name: string,
    options: { value: string; label: string; checked?: boolean }[],
    { legend, hint }: { legend: string; hint?: string },
  ) =>
    options.length === 0
      ? ''
      : html`
  <fieldset>
    <legend>${legend}</legend>${options.map(
      ({ value, label, checked }) => html`
    <p><label><input type="${type}" name="${name}" value="${value}"${checked ? raw(' checked') : ''}> ${label}</label></p>`,
    )}${
      hint
        ? html`
    <p><small>${hint}</small></p>`
        : ''
    }
  </fieldset>`;

  return html`<form action="${siteUrl}${signUpPath(publication)}" method="post" accept-charset="utf-8" lang="${language}">
  <p>
    <label for="${field}">${words.address}</label>
    <input id="${field}" name="address" type="email" autocomplete="email" maxlength="254" required>
  </p>${choices(
    'checkbox',
    'topic',
    topics.map((topic) => ({ value: topic.id, label: topic.title })),
    { legend: words.topics, hint: words.topicsHint },
  )}${choices(
    'radio',
    'cadence',
    cadences.map((one) => ({ value: one, label: CADENCE_WORDS[language][one], checked: one === usualCadence })),
    { legend: words.cadence },
  )}${hasZones ? zoneChoices(publication) : ''}
  <div hidden>
    <label>${words.trap} <input name="${TRAP_FIELD}" type="text" tabindex="-1" autocomplete="off"></label>
  </div>
  <input type="hidden" name="form" value="embedded">
  <input type="hidden" name="wording" value="${wording.hash}">
  <p><small>${wording.text}${
    publication.privacyNotice ? html` <a href="${publication.privacyNotice}">${words.privacyNotice}</a>` : ''
  }</small></p>${
    tracking
      ? html`
  <fieldset>
    <legend>${words.voluntary}</legend>
    <p><label><input type="checkbox" name="${TRACKING_FIELD}" value="${tracking.hash}"> <small>${tracking.text}</small></label></p>
  </fieldset>`
      : ''
  }
  <p><button type="submit">${words.submit}</button></p>
</form>
`.toString();
}

function zoneChoices({ id, language, timeZone }: Publication) {
  const words = ZONE_WORDS[language];
  const field = `rundbrief-${id}-${ZONE_FIELD}`;
  const options = zonesOffered(language, timeZone).map(
    ({ part, choices }) => html`
      <optgroup label="${part}">${choices.map(
        ({ zone, name }) => html`
        <option value="${zone}">${name}</option>`,
      )}
      </optgroup>`,
  );
  return html`
  <p>
    <label for="${field}">${words.label}</label>
    <select id="${field}" name="${ZONE_FIELD}">
      <option value="">${words.usual(placeIn(timeZone, language))}</option>${options}
    </select>
    <br><small>${words.hint}</small>
  </p>`;
}
