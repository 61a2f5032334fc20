import type { TrackingReport } from '../delivery/index.ts';
import { showNumber } from './show-time.ts';
import type { Words } from './words.ts';

interface TrackingProps {
  words: Words;
  tracking: TrackingReport;
}

type Figures = NonNullable<TrackingReport['figures']>;

/** Opens and clicks of those who agreed: without programs, and beside it as they came. */
export function ReportTracking({ words, tracking: { readers, leastReaders, figures } }: TrackingProps) {
  const said = words.tracking;
  return (
    <>
      <h2>{said.title}</h2>
      <p>{said.readers(showNumber(readers, words))}</p>
      {figures ? (
        <FiguresOf {...{ words, readers, figures }} />
      ) : (
        <p class="soft">{said.tooFew(showNumber(leastReaders, words))}</p>
      )}
    </>
  );
}

function FiguresOf({ words, readers, figures }: { words: Words; readers: number; figures: Figures }) {
  const said = words.tracking;
  const percent = new Intl.NumberFormat(words.language, { style: 'percent', maximumFractionDigits: 0 });
  const show = (value: number) => `${showNumber(value, words)} (${percent.format(value / readers)})`;
  const sideBySide = ({ raw, filtered }: Figures['opens']) => said.sideBySide(show(filtered), show(raw));
  return (
    <>
      <dl class="facts">
        <dt>{said.opens}</dt>
        <dd>{sideBySide(figures.opens)}</dd>
        <dt>{said.clicks}</dt>
        <dd>{sideBySide(figures.clicks)}</dd>
        {figures.links.map((link) => (
          <>
            <dt>{said.link(link.position)}</dt>
            <dd>
              {sideBySide(link)}
              <br />
              <a href={link.url}>{link.url}</a>
            </dd>
          </>
        ))}
      </dl>
      <p class="soft">{said.explained}</p>
    </>
  );
}
