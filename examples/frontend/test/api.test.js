import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../src/api.js'

function backend(answer) {
  globalThis.fetch = async path => answer(path)
}

test('the backend is asked below /api', async () => {
  backend(path => new Response(`asked ${path}`))
  assert.equal(await ask('/orders'), 'asked /api/orders')
})

test('an error is a sentence', async () => {
  backend(() => new Response('', { status: 502 }))
  assert.equal(await ask('/'), 'The backend answers 502.')
  backend(() => Promise.reject(new TypeError()))
  assert.equal(await ask('/'), 'The backend can’t be reached.')
})
