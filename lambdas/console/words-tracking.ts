/** What a report says of opens and clicks; German has the same shape. */
export const trackingEn = {
  tracking: {
    title: 'Opens and clicks',
    readers: (readers: string) => `Of those whom the mail reached, ${readers} have agreed that this is counted.`,
    tooFew: (least: string) =>
      `Figures are shown from ${least} readers on: with fewer one could tell what somebody did.`,
    opens: 'opened',
    clicks: 'followed a link',
    link: (position: number) => `link ${position}`,
    sideBySide: (filtered: string, raw: string) => `${filtered}; with programs ${raw}`,
    explained:
      'Each reader counts once. Programs are those that name themselves, that come within a minute of sending, that the mail service takes for some, and who follows three links within four seconds. Opens are estimates all the same: many mail programs show no pictures.',
  },
};

export type TrackingWords = typeof trackingEn;

export const trackingDe: TrackingWords = {
  tracking: {
    title: 'Öffnungen und Klicks',
    readers: (readers) => `Von denen, die die Mail erreicht hat, haben ${readers} zugestimmt, dass das gezählt wird.`,
    tooFew: (least) =>
      `Zahlen stehen hier ab ${least} Lesenden: Bei weniger ließe sich erkennen, was jemand getan hat.`,
    opens: 'geöffnet',
    clicks: 'einem Link gefolgt',
    link: (position) => `Link ${position}`,
    sideBySide: (filtered, raw) => `${filtered}; mit Programmen ${raw}`,
    explained:
      'Jede und jeder zählt einmal. Als Programm gilt, was sich so nennt, was binnen einer Minute nach dem Versand kommt, was der Maildienst dafür hält, und wer drei Links binnen vier Sekunden folgt. Öffnungen bleiben Schätzungen: Viele Mailprogramme zeigen keine Bilder.',
  },
};
