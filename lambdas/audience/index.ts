/** What other rooms may call of the audience: who reads us, and how a mail finds them. */
export { type AddSubscriberDeps, addSubscriber, type SubscriberToAdd } from './add-subscriber.ts';
export { AddressError, normaliseAddress, subscriberIdOf } from './addresses.ts';
export { changeFields, endByEditor, type FieldChanges, fieldChanges, suppressByEditor } from './change-subscriber.ts';
export {
  type ExportDeps,
  type ExportPlan,
  type ExportWish,
  exportPart,
  planExport,
} from './exports/export-subscribers.ts';
export { EXPORT_DIALECTS, type ExportDialect, writtenTable } from './exports/written-table.ts';
export { findByAddress, findSubscriber, isKnownHere, type SubscriberRecord, wordingText } from './find-subscriber.ts';
export { beginImport, type ImportWish } from './imports/begin-import.ts';
export { cancelImport } from './imports/cancel-import.ts';
export { decideImport, type ImportDecision } from './imports/decide-import.ts';
export { endUpload } from './imports/end-upload.ts';
export { findImport, importPreview, listImports } from './imports/find-import.ts';
export type { ImportDeps } from './imports/import-deps.ts';
export { type ImportRecords, importRecordsTable } from './imports/import-records.ts';
export { importRecordsInMemory } from './imports/import-records-in-memory.ts';
export { importReport, reportCsv, reportedLines } from './imports/import-report.ts';
export {
  COLUMN_MEANINGS,
  type ColumnMeaning,
  type Import,
  type ImportCounters,
  type ImportMapping,
  type ImportOutcome,
  type ImportPreview,
  LEAST_PROVENANCE,
  MOST_BYTES,
  MOST_PROVENANCE,
  OUTCOMES,
  PART_BYTES,
  type ReportedLine,
} from './imports/imports.ts';
export { type ImportProblem, problemInWords } from './imports/problems.ts';
export { takeImportPart } from './imports/take-import-part.ts';
export type { ImportMessage, WhichImport } from './imports/which-import.ts';
export { type ConfirmationMessage, confirmationMessage } from './joining/confirmation-message.ts';
export { type WelcomeMessage, welcomeMessage } from './joining/welcome-message.ts';
export { type LinkKeys, parseLinkKeys } from './links/link-keys.ts';
export { personalLinks } from './links/links.ts';
export { type ListFilter, listSubscribers, standingOf } from './list-subscribers.ts';
export { type DescribeDeps, describePerson, type PersonFile } from './person/describe-person.ts';
export { type EraseDeps, type Erasure, erasePerson } from './person/erase-person.ts';
export { heedErasure } from './person/heed-erasure.ts';
export { type AudienceRecords, audienceInMemory, audienceTable } from './records/audience-records.ts';
export { type Crowd, crowdInMemory, crowdTable } from './records/crowd.ts';
export { type Leavings, leavingsInMemory, leavingsTable } from './records/leavings.ts';
export { type AudienceFilter, type Recipient, type Recipients, recipientsTable } from './records/recipients.ts';
export { recipientsInMemory } from './records/recipients-in-memory.ts';
export { SHARDS, shardOf } from './records/shards.ts';
export type { SubscriptionPage, Subscriptions } from './records/subscriptions.ts';
export { subscriptionsInMemory } from './records/subscriptions-in-memory.ts';
export { type Count, type Counted, countPeople, countSegments, type People } from './segments/count.ts';
export { addSegment, renameSegment } from './segments/edit-segments.ts';
export { type SegmentWish, segmentTitle, segmentWish } from './segments/segment-wish.ts';
export { wantedOrWhyNot } from './why-no-mail.ts';
