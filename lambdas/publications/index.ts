/** What other rooms may call of publications: what editors decide. */
export { type ApplyDeps, applyPublicationFile } from './apply-publication-file.ts';
export { askForPoll, isAskedFor, pollOf, scheduledPollId } from './ask-for-poll.ts';
export { changeSource, renewKeys, type SourceChange } from './change-source.ts';
export { type Digests, digestsInMemory, digestsTable } from './digests.ts';
export { editorSource } from './editor-source.ts';
export { type HostPauses, hostPausesInMemory, hostPausesTable } from './host-pauses.ts';
export { importSources, type OutlineResult } from './import-sources.ts';
export {
  type CompositionMessage,
  type CorrectionMessage,
  compositionMessage,
  correctionMessage,
  POLL_PURPOSES,
  type PollMessage,
  pollMessage,
} from './messages.ts';
export { isPolled, newSource, type SourceWish, sourceAddress } from './new-source.ts';
export { nextRun } from './next-run.ts';
export { opmlOf } from './opml.ts';
export { hostOf, placeOfPoll, pollsOutbox } from './polls.ts';
export { type Publications, publicationsInMemory, publicationsTable } from './publications.ts';
export { type Problem, PublicationFileError } from './read-publication-file.ts';
export { POLLED_KINDS, pageSelectors, polledKind, sourceRules } from './source-schema.ts';
export { type PollRecord, type SourceDecisions, type Sources, sourcesTable } from './sources.ts';
export { sourcesInMemory } from './sources-in-memory.ts';
export { typedAddress } from './typed-address.ts';
