import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeEach, test } from 'node:test'
import { runInNewContext } from 'node:vm'

const RENEW = readFileSync(new URL('../public/renew.js', import.meta.url), 'utf8')

let stored, now, reloads, listeners

/** A page that has just been loaded, in the same tab. */
function load() {
  listeners = {}
  runInNewContext(RENEW, {
    addEventListener: (name, listener) => (listeners[name] = listener),
    sessionStorage: { getItem: name => stored[name] ?? null, setItem: (name, value) => (stored[name] = String(value)) },
    location: { reload: () => reloads++ },
    Date: { now: () => now },
  })
}

beforeEach(() => {
  stored = {}
  now = 1_000_000
  reloads = 0
  load()
})

test('a part that is gone loads the new page', () => {
  listeners['vite:preloadError']({})
  assert.equal(reloads, 1)
})

test('a script that is gone does too, an image does not', () => {
  listeners.error({ target: { tagName: 'IMG' } })
  listeners.error({ target: {} })
  assert.equal(reloads, 0)
  listeners.error({ target: { tagName: 'SCRIPT' } })
  assert.equal(reloads, 1)
})

test('a file that stays away does not reload for ever', () => {
  for (let loaded = 0; loaded < 5; loaded++) {
    listeners.error({ target: { tagName: 'SCRIPT' } })
    now += 1_000
    load()
  }
  assert.equal(reloads, 1)
  now += 10_000
  listeners['vite:preloadError']({})
  assert.equal(reloads, 2)
})
