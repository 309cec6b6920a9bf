import { ask } from './api.js'

export async function render(main) {
  main.textContent = 'Asking the backend …'
  main.textContent = await ask('/')
}
