import './style.css'

// Each is loaded when it is needed, which may be long after a release has replaced the page's version: public/renew.js.
const VIEWS = {
  '/': () => import('./shop.js'),
  '/about': () => import('./about.js'),
}

async function show() {
  const load = VIEWS[location.pathname] ?? VIEWS['/']
  const { render } = await load()
  await render(document.querySelector('main'))
}

document.querySelector('nav').addEventListener('click', event => {
  if (event.target.matches('a')) {
    event.preventDefault()
    history.pushState(null, '', event.target.href)
    show()
  }
})
addEventListener('popstate', show)
show()
