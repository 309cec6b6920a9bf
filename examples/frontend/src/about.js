export function render(main) {
  main.textContent = `This page is version ${import.meta.env.VITE_VERSION}.`
}
