/** A thread that draws cards for `draw-cards.ts`. */
import './compile-cache.ts'
import { answerQuestions } from '../src/threads.ts'
import { drawCard } from './draw-card.ts'

answerQuestions(drawCard)
