/* Live: while the page can be seen, the counts of the lists and the rows of the queue follow what happens. */

import { element } from "./tray.js";

const EVERY_MS = 20000;

export function follow(url, deck) {
  let isAsking = false;
  async function look() {
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(url, { redirect: "manual" });
      const counts = answer.ok ? await answer.json() : {};
      write(counts);
      if (!deck.comment && isPlain()) arrived(counts[tab()?.dataset.view]);
      await deck.renew();
    } catch {
      /* The next look tells. */
    }
    isAsking = false;
  }
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}

const tab = () => document.querySelector(".views [aria-current][data-view]");

/* Something has come into an empty list: it is shown at once, unless that takes a field or the focus from somebody. */
function arrived({ count, said } = {}) {
  const place = document.getElementById("news");
  if (!count) return place?.replaceChildren();
  if (!isAtWork()) return location.reload();
  const link = element("a", "", "Show the list");
  link.href = tab().href;
  const words = `${said} ${count === 1 ? "is" : "are"} here now. `;
  if (place && !place.textContent.startsWith(words)) place.replaceChildren(words, link);
}

/* Whether somebody is anywhere on the page, or has changed a field of the bar without sending it. */
function isAtWork() {
  const isOnPage = ![document.body, document.getElementById("card")].includes(document.activeElement);
  return isOnPage || [...document.querySelectorAll(".views form")].some(isChanged);
}

function isChanged(form) {
  const untouched = form.cloneNode(true);
  untouched.reset();
  return contents(form) !== contents(untouched);
}

const contents = (form) => String(new URLSearchParams(new FormData(form)));

/* Whether the list leaves nothing out: then what is counted stands in it, and an empty one has something to show. */
const isPlain = () => [...new URLSearchParams(location.search).keys()].every((key) => ["view", "decided"].includes(key));

function write(counts) {
  for (const [view, { count, said }] of Object.entries(counts)) {
    const place = document.querySelector(`.views [data-view="${CSS.escape(view)}"] data`);
    if (!place) continue;
    place.value = count;
    place.textContent = said;
  }
}
