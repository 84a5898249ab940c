/** A thread that prepares documents for `prepare-folder.ts`. */
import './compile-cache.ts'
import { answerQuestions } from '../src/threads.ts'
import { prepareBatch } from './prepare-batch.ts'
import type { Preparation, PrepareContext } from './prepare-document.ts'

answerQuestions(({ batch, context }: { batch: readonly Preparation[]; context: PrepareContext }) => prepareBatch(batch, context))
