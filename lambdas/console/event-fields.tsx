import type { EventDetails } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Form } from './console-input.ts';
import { momentAt, wallClockOf } from './wall-clock.ts';
import type { Words } from './words.ts';

/** An event as it stands in a form: clock times of the publication. */
export interface TypedEvent {
  day: string;
  time: string;
  endDay: string;
  endTime: string;
  place: string;
  online: boolean;
}

export const NO_EVENT: TypedEvent = { day: '', time: '', endDay: '', endTime: '', place: '', online: false };

/** Day, time, place: what an editor says of an event. */
export function EventFields({ words, event }: { words: Words; event: TypedEvent }) {
  const { deciding: labels } = words;
  return (
    <>
      <div class="columns">
        <label>
          {labels.day}
          <input type="date" name="day" value={event.day} />
        </label>
        <label>
          {labels.time}
          <input type="time" name="time" value={event.time} />
        </label>
        <label>
          {labels.endDay}
          <input type="date" name="endDay" value={event.endDay} />
        </label>
        <label>
          {labels.endTime}
          <input type="time" name="endTime" value={event.endTime} />
        </label>
      </div>
      <label>
        {labels.place}
        <input name="place" value={event.place} maxlength={200} />
      </label>
      <label class="choice">
        <input type="checkbox" name="online" value="yes" checked={event.online} />
        <span>{labels.online}</span>
      </label>
    </>
  );
}

export function typedEventIn(form: Form): TypedEvent {
  return {
    day: form.text('day'),
    time: form.text('time'),
    endDay: form.text('endDay'),
    endTime: form.text('endTime'),
    place: form.text('place'),
    online: form.isTicked('online'),
  };
}

export function typedEventOf({ startsAt, endsAt, allDay, place, online }: EventDetails, timeZone: string): TypedEvent {
  const start = wallClockOf(startsAt, timeZone);
  const end = endsAt ? wallClockOf(endsAt, timeZone) : { day: '', time: '' };
  return {
    day: start.day,
    time: allDay ? '' : start.time,
    endDay: end.day === start.day ? '' : end.day,
    endTime: allDay ? '' : end.time,
    place: place ?? '',
    online,
  };
}

/** @throws RundbriefError `invalid`, in the words of the form */
export function eventOf(typed: TypedEvent, timeZone: string, { deciding }: Words): EventDetails {
  const { day, time, endDay, endTime, online } = typed;
  const place = typed.place.slice(0, 200);
  const allDay = time === '';
  const startsAt = momentAt({ day, time }, timeZone);
  if (!startsAt) throw new RundbriefError('invalid', deciding.noDay);
  const hasEnd = endDay !== '' || (endTime !== '' && !allDay);
  // Of an event that ends on another day without a time, only the day is known.
  const lastTime = allDay ? '' : endTime || '23:59';
  const endsAt = hasEnd ? momentAt({ day: endDay || day, time: lastTime }, timeZone) : undefined;
  if (hasEnd && (!endsAt || endsAt < startsAt)) throw new RundbriefError('invalid', deciding.endsBefore);
  return { startsAt, ...(endsAt ? { endsAt } : {}), allDay, ...(place ? { place } : {}), online };
}
