/** What the backend answers, or a sentence about why it does not. */
export async function ask(path) {
  try {
    const answer = await fetch(`/api${path}`)
    return answer.ok ? await answer.text() : `The backend answers ${answer.status}.`
  } catch {
    return 'The backend can’t be reached.'
  }
}
