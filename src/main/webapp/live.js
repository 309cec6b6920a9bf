/*
 * Keeps a part of a page up to date: <div data-live-url="live" data-live-interval="2000" data-live-over="false">.
 * The answer of the URL is a page whose one element with data-live-over replaces it: only elements with
 * data-live-part and an id that differ, if both have the same ones, else all of it. It stops when the answer is over,
 * and pauses while the page is hidden. Announces each change as the event "live-changed".
 */
const SLOWEST = 30_000;

function changed(root, fresh) {
  const parts = [...fresh.querySelectorAll("[data-live-part]")];
  const known = [...root.querySelectorAll("[data-live-part]")];
  if (parts.map((part) => part.id).join() !== known.map((part) => part.id).join()) {
    replace(root, fresh);
    return;
  }
  parts.forEach((part, i) => {
    if (!part.isEqualNode(known[i])) {
      replace(known[i], part);
      known[i].className = part.className;
    }
  });
}

/** What the reader has folded out stays so, and the focus stays where it is. */
function replace(element, fresh) {
  const open = [...element.querySelectorAll("details[open][id]")].map((details) => details.id);
  const focus = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...fresh.childNodes);
  open.map((id) => document.getElementById(id)).forEach((details) => details && (details.open = true));
  if (focus) {
    document.getElementById(focus)?.focus({ preventScroll: true });
  }
  window.Behaviour?.applySubtree(element, true);
}

function follow(root) {
  const interval = Number(root.dataset.liveInterval) || 2000;
  let tag = "";
  let pause = interval;
  let asking = false;
  let timer = 0;

  async function ask() {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(root.dataset.liveUrl, { headers, cache: "no-store", redirect: "error" });
    if (answer.status === 304) {
      return;
    }
    if (!answer.ok) {
      throw new Error(answer.status);
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live-over]");
    changed(root, fresh);
    tag = answer.headers.get("ETag") ?? "";
    root.dataset.liveOver = fresh.dataset.liveOver;
    root.dispatchEvent(new CustomEvent("live-changed", { bubbles: true }));
  }

  async function turn() {
    clearTimeout(timer);
    if (asking || document.hidden || root.dataset.liveOver === "true" || !root.isConnected) {
      return;
    }
    asking = true;
    await ask().then(() => (pause = interval), () => (pause = Math.min(2 * pause, SLOWEST)));
    asking = false;
    timer = setTimeout(turn, pause);
  }

  document.addEventListener("visibilitychange", turn);
  timer = setTimeout(turn, interval);
}

document.querySelectorAll("[data-live-url]").forEach(follow);
