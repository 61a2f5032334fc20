import { describe, expect, it } from 'vitest';
import { answeredTracking, trackingAnswer, trackingInWords } from '../../lambdas/console/answers-tracking.ts';
import { wordsFor } from '../../lambdas/console/choose-words.ts';
import { ReportPage } from '../../lambdas/console/page-report.tsx';
import type { TrackingReport } from '../../lambdas/delivery/index.ts';
import { anEdition, aPublication, aReport } from './fake-rooms.ts';

const COUNTED: TrackingReport = {
  ...{ readers: 1_200, leastReaders: 10 },
  figures: {
    ...{ opens: { raw: 900, filtered: 600 }, clicks: { raw: 90, filtered: 60 } },
    links: [{ position: 3, url: 'https://news.example/a?x=1&y=2', raw: 45, filtered: 30 }],
  },
};
const TOO_FEW: TrackingReport = { readers: 9, leastReaders: 10 };

function htmlOf(language: string, tracking?: TrackingReport): string {
  const sending = aReport(tracking ? { tracking } : {});
  const report = Object.assign(sending, { unsubscribes: 0, campaigns: [{ ...sending }] });
  const page = ReportPage({ words: wordsFor(language), edition: anEdition(), publication: aPublication(), report });
  return String(page);
}

const textOf = (language: string, tracking?: TrackingReport) =>
  htmlOf(language, tracking)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ');

describe('opens and clicks on the page of a report', () => {
  it('stand side by side, with and without programs, and by link', () => {
    const english = textOf('en', COUNTED);
    expect(english).toContain('1,200 have agreed that this is counted');
    expect(english).toContain('opened 600 (50%); with programs 900 (75%)');
    expect(english).toContain('followed a link 60 (5%); with programs 90 (8%)');
    expect(english).toContain('link 3 30 (3%); with programs 45 (4%) https://news.example/a?x=1&amp;y=2');
    expect(textOf('de', COUNTED)).toContain('geöffnet 600 (50 %); mit Programmen 900 (75 %)');
    expect(htmlOf('en', COUNTED)).toContain('href="https://news.example/a?x=1&amp;y=2"');
  });

  it('are not there for so few that a sum could tell what somebody did', () => {
    expect(textOf('en', TOO_FEW)).toContain('9 have agreed that this is counted. Figures are shown from 10 readers on');
    expect(textOf('de', TOO_FEW)).toContain('Zahlen stehen hier ab 10 Lesenden');
    expect(textOf('en', TOO_FEW)).not.toMatch(/opened|%|with programs/);
  });

  it.each(['de', 'en'])('leave no trace where nobody was asked (%s)', (language) => {
    expect(textOf(language)).not.toMatch(/opens and clicks|with programs|Öffnungen|mit Programmen/i);
  });
});

describe('opens and clicks in an answer', () => {
  it.each([COUNTED, TOO_FEW])('are what the report says, with nothing for what is not there', (tracking) => {
    const answer = answeredTracking(tracking);
    expect(trackingAnswer.parse(answer)).toEqual({ ...tracking, figures: tracking.figures ?? null });
  });

  it('are null where nobody was asked', () => {
    expect(answeredTracking(undefined)).toBeNull();
    expect(trackingInWords(null)).toEqual([]);
  });

  it('are said on the command line', () => {
    expect(trackingInWords(answeredTracking(COUNTED))).toEqual([
      '1200 of those reached have agreed that opens and clicks are counted',
      '600 opened it (900 with programs), 60 followed a link (90)',
      '  link 3: 30 (45)  https://news.example/a?x=1&y=2',
    ]);
    expect(trackingInWords(answeredTracking(TOO_FEW))).toEqual([
      '9 of those reached have agreed that opens and clicks are counted; figures are shown from 10 on',
    ]);
  });
});
