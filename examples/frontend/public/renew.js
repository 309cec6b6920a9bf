// A page outlives a release: after the switch, the files of its version are gone. When one is missing, this loads the
// page again, which then is the new version's. It is a file of its own, so that a missing main script is noticed too,
// and has no hash in its name, so that every version has it.
(() => {
  const PAUSE = 10_000

  // At most once in ten seconds: a file that is missing for another reason must not reload for ever.
  function renew() {
    const last = Number(sessionStorage.getItem('renewed'))
    if (Date.now() - last > PAUSE) {
      sessionStorage.setItem('renewed', Date.now())
      location.reload()
    }
  }

  // a script or a style sheet of the page; such errors don't bubble
  addEventListener('error', event => ['SCRIPT', 'LINK'].includes(event.target.tagName) && renew(), true)
  // an import() later on
  addEventListener('vite:preloadError', renew)
})()
