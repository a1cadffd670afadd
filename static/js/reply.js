/* The reply form: it moves under the reply that it answers, and shows what is wrong. */

/* Who is remembered is looked for at once, by what commenter.js keeps; for everybody else it is time when they begin. */
function isRemembered() {
  try {
    return localStorage.getItem("newsroom.commenter") !== null;
  } catch {
    return false;
  }
}

async function attend(form) {
  const commenter = await import("./commenter.js");
  commenter.attend(form);
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

  function answer(button, comment) {
    opener = button;
    // A pinned comment has no id: it is found in its place further down, or on a later page.
    const id = button.form.elements.replyto.value;
    const name = element("a", "", element("bdi", "", comment.querySelector(".comment__by").textContent.trim()));
    name.href = document.getElementById(`comment-${id}`) ? `#comment-${id}` : comment.querySelector(".comment__time").href;
    const stop = element("a", "reply__cancel", "Cancel");
    stop.href = "#reply";
    section.querySelector(".reply__to")?.remove();
    title.after(element("p", "reply__to", element("span", "", "Replying to ", name), stop));
    form.elements.parent.value = id;
    comment.after(section);
    form.elements.comment.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.target.closest(".reply__cancel")) return cancel(event);
    const button = event.target.closest(".comment__acts button:not([formaction])");
    if (!button) return;
    event.preventDefault();
    answer(button, button.closest(".comment"));
  });
}

const section = document.getElementById("reply");
const form = section?.querySelector("form");
if (form) {
  if (isRemembered()) attend(form);
  else form.addEventListener("focusin", () => attend(form), { once: true });
  follow(section, form);
}
// The summary of errors asks for the focus itself; an old browser heeds that in form fields alone.
if (!("autofocus" in HTMLElement.prototype)) document.querySelector(".errors")?.focus();
