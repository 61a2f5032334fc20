/** Where the files of an import lie in the Handover bucket. Nothing in a key says whose they are. */
import type { ImportMessage } from './which-import.ts';

const folderOf = ({ publicationId, importId }: ImportMessage) => `imports/${publicationId}/${importId}`;

/** A part as it was uploaded, counted from 1. */
export const partKey = (which: ImportMessage, part: number) => `${folderOf(which)}/parts/${part}`;
/** A page of rows, counted from 0. */
export const rowsKey = (which: ImportMessage, page: number) => `${folderOf(which)}/rows/${page}.json`;
export const previewKey = (which: ImportMessage) => `${folderOf(which)}/preview.json`;
/** What became of a page in a run: a worker that is late writes to its own run's. */
export const reportKey = (which: ImportMessage & { run: number }, page: number) =>
  `${folderOf(which)}/report/${which.run}/${page}.json`;
/** Whom a dry run has met in a page. */
export const seenKey = (which: ImportMessage & { run: number }, page: number) =>
  `${folderOf(which)}/seen/${which.run}/${page}.json`;
