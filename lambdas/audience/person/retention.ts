/**
 * How long what an erasure leaves is kept: claims about a mail that was sent expire three years after the end of the year
 * (§ 195, § 199 BGB), and until then whoever sent it must be able to prove the consent. docs/privacy.md has the whole table.
 */
const YEARS_AFTER_ERASURE = 3;

const germanYear = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', year: 'numeric' });

/** The end of the third calendar year after an erasure; the law counts German years. */
export function endOfProofs(erasedAt: Date): Date {
  // Midnight of UTC comes an hour after that of Berlin: nothing ends too early.
  return new Date(Date.UTC(Number(germanYear.format(erasedAt)) + YEARS_AFTER_ERASURE + 1, 0, 1));
}
