/** A thread that prepares documents for `prepare-folder.ts`. */
import './compile-cache.ts'
import { answerQuestions } from '../src/threads.ts'
import { type Preparation, type PrepareContext, prepareDocument } from './prepare-document.ts'

answerQuestions(({ batch, context }: { batch: readonly Preparation[]; context: PrepareContext }) =>
  batch.map((preparation) => prepareDocument(preparation, context)),
)
