/* A run's page renews in place what has changed, so that what has the focus keeps it. */

const LOOK_AGAIN_MS = 3000;

async function look() {
  if (document.hidden) return again();
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return location.reload();
    renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    again(); // no network: the next time
  }
}

function renew(page) {
  document.title = page.title;
  // What is over has more to tell than its progress.
  if (!page.querySelector("progress")) return location.reload();
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const part = document.querySelector(`[data-part=${fresh.dataset.part}]`);
    if (part.innerHTML === fresh.innerHTML) continue;
    const held = part.contains(document.activeElement) ? document.activeElement.value : undefined;
    part.replaceChildren(...fresh.childNodes);
    if (held !== undefined) (part.querySelector(`[value="${held}"]`) ?? document.getElementById("card"))?.focus();
  }
  again();
}

function again() {
  setTimeout(look, LOOK_AGAIN_MS);
}

again();
