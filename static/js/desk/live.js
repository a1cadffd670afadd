/* Live: while the page can be seen, the counts of the lists and the rows of the queue follow what happens. */

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
      if (!deck.comment && isPlain() && counts[viewOf()]?.count) location.reload();
      await deck.renew();
    } catch {
      /* The next look tells. */
    }
    isAsking = false;
  }
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}

const viewOf = () => document.querySelector(".views [aria-current]")?.dataset.view;

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
