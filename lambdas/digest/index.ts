/** What other rooms may call of digest. Composing and MJML stay behind the handler: nothing here may import them. */
/** Who freezes an edition tells the feeds: {@link FreezeDeps}. */
export { feedsOutbox } from '../ingest/index.ts';
export { type ApprovalDeps, approveEdition, withdrawApproval } from './approve-edition.ts';
export { askForCheck } from './ask-for-check.ts';
export { askForEdit } from './ask-for-edit.ts';
export { askForEdition, type EditionWish } from './ask-for-edition.ts';
export { askForSend } from './ask-for-send.ts';
export { askForTemplate } from './ask-for-template.ts';
export { assembleMessage, hasSomethingFor, type MessageRecipient } from './assemble-message.ts';
export { isBlocking } from './checks/finding.ts';
export { findingInWords } from './checks/finding-words.ts';
export { type EditionChange, editionChange } from './edition-change.ts';
export { chosenItems, contentItems } from './edition-content.ts';
export { type EditionParts, loadParts } from './edition-parts.ts';
export type { CompositionRun, EditionCheck, Editions, EditRun } from './editions.ts';
export { editionsTable } from './editions-table.ts';
export { type FreezeDeps, freezeEdition } from './freeze-edition.ts';
export { keepUntracked } from './keep-untracked.ts';
export { loadPreview, type Preview } from './load-preview.ts';
export { mailedIn } from './mailed-in.ts';
export {
  type CheckMessage,
  type EditMessage,
  type ReadyMessage,
  readyMessage,
  type TemplateMessage,
} from './messages.ts';
export type { OwnTemplate, TemplateProposal } from './own-templates.ts';
export { ownTemplatesTable } from './own-templates-table.ts';
export { suggestSubjects } from './suggest-subject.ts';
export { testParts } from './test-parts.ts';
