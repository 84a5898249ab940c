import type { PageData } from './render/public-pages.ts'

declare global {
  namespace App {
    interface Locals extends PageData {}
  }
}
