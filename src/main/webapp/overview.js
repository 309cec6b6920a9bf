/*
 * A field that data-filter names hides the rows that do not contain its words. Rows that live.js has replaced are
 * filtered, and sorted as their table was.
 */
function filter(part, field) {
  const words = field ? field.value.toLowerCase().split(/\s+/) : [];
  part.querySelectorAll("[data-filter-row]").forEach((row) => {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  });
}

document.querySelectorAll("[data-live-url]").forEach((part) => {
  const field = document.getElementById(part.dataset.filter ?? "");
  field?.addEventListener("input", () => filter(part, field));
  part.addEventListener("live-changed", () => {
    part.querySelectorAll("table.sortable").forEach((table) => window.ts_refresh?.(table));
    filter(part, field);
  });
});
