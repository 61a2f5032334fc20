/** Our way: parts are encoded once an edition, and only links for each reader. */
import { theLetter } from './letter.ts';
import { ourLetters } from './our-letters.ts';
import { takeTurns } from './turns.ts';

takeTurns((await ourLetters(theLetter())).write);
