/* The reply form: it moves under the reply that it answers, remembers a commenter who asks for it, knows when it was begun, shows what is wrong. */

const KEEP = "newsroom.commenter";
const KEPT = ["name", "email", "website"];
const DEVICE = "/comments/device/";
const DEVICE_DAYS = 365;
const DAYS_BEFORE_1970 = 719163;

/* Storage may be forbidden or full: then nothing is remembered, and everything else works. */
function stored(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null;
  }
}

/* A device says when it was made, as the days since the year 1; the newsroom takes none that is older than a year. */
function young(device) {
  const age = Date.now() / 86400000 + DAYS_BEFORE_1970 - Number.parseInt(device, 10);
  return age < DEVICE_DAYS ? device : "";
}

/* Without a device a reply arrives all the same, from somebody whom nobody knows. */
async function newDevice() {
  try {
    const answer = await fetch(DEVICE, { method: "POST" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

function remember(form) {
  const box = form.elements.save;
  if (!box) return;
  const known = stored((store) => JSON.parse(store.getItem(KEEP)));
  const carrier = element("input");
  carrier.type = "hidden";
  carrier.name = "device";
  form.append(carrier);
  let device = young(known?.device);
  let asked = null;
  if (known) {
    box.checked = true;
    for (const field of KEPT) form.elements[field].value ||= known[field] ?? "";
  }
  async function introduce() {
    if (!box.checked || device || asked) return;
    asked = newDevice();
    device = await asked;
    asked = null;
  }
  box.addEventListener("change", introduce);
  form.addEventListener("focusin", introduce);
  form.addEventListener("submit", () => {
    carrier.value = box.checked ? device : "";
    const given = Object.fromEntries(KEPT.map((field) => [field, form.elements[field].value]));
    stored((store) =>
      box.checked ? store.setItem(KEEP, JSON.stringify({ ...given, device })) : store.removeItem(KEEP),
    );
  });
}

/* A token of our own time, asked for when somebody begins to write: a program that sends at once has none of its age. */
function begin(form) {
  const { token } = form.elements;
  form.addEventListener(
    "focusin",
    async () => {
      if (token.value.includes(":")) return;
      try {
        const answer = await fetch(`${form.action}token/`);
        if (answer.ok) token.value = await answer.text();
      } catch {
        /* The page's own token is as good. */
      }
    },
    { once: true },
  );
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function follow(section, form) {
  const home = document.createComment("reply");
  const title = section.querySelector(".reply__title").parentElement;
  let opener = null;
  section.before(home);

  function cancel(event) {
    event.preventDefault();
    section.querySelector(".reply__to")?.remove();
    form.elements.parent.value = "";
    home.after(section);
    // A reload must not bring back what was cancelled.
    if (location.search.includes("replyto=")) history.replaceState(history.state, "", location.pathname);
    (opener ?? form.elements.comment).focus();
    opener = null;
  }

  function answer(link, comment) {
    opener = link;
    const name = element("a", "", element("bdi", "", comment.querySelector(".comment__by").textContent.trim()));
    name.href = `#${comment.id}`;
    const stop = element("a", "reply__cancel", "Cancel");
    stop.href = "#reply";
    section.querySelector(".reply__to")?.remove();
    title.after(element("p", "reply__to", element("span", "", "Replying to ", name), stop));
    form.elements.parent.value = comment.id.replace("comment-", "");
    comment.after(section);
    form.elements.comment.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest(".reply__cancel")) return cancel(event);
    const link = event.target.closest(".comment__acts a[href*='replyto=']");
    if (!link) return;
    event.preventDefault();
    answer(link, link.closest(".comment"));
  });
}

const section = document.getElementById("reply");
const form = section?.querySelector("form");
if (form) {
  remember(form);
  begin(form);
  follow(section, form);
}
// The summary of errors asks for the focus itself; an old browser heeds that in form fields alone.
if (!("autofocus" in HTMLElement.prototype)) document.querySelector(".errors")?.focus();
