/** What the report says of further sendings and of single recipients. */
export interface SendingWords {
  /** To whom a sending after the first went. */
  again: Record<'missed' | 'list' | 'segment', string>;
  unsubscribes: string;
  missed: string;
  missedExplained: string;
  sendToMissed: string;
  tables: string;
  tablesExplained: string;
  everybody: string;
  partOf: (part: number, parts: number) => string;
  fileName: string;
}
