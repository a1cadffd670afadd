/* Writing: what somebody types on a card. Nothing takes the card away from under their hands, and no text is lost. */

export const FIELDS = "input:not([type=hidden]), textarea, select";
const SCROLLED = ".card__scroll, .context";
const TELLING = ["id", "name", "value", "href", "data-key"];

const within = (parts, selector) =>
  parts.flatMap((part) => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)]);

/* Whether somebody is in a field of these parts of the page. */
export function isIn(parts) {
  const active = document.activeElement;
  return active.matches(FIELDS) && parts.some((part) => part.contains(active));
}

/* Resolves when nobody is in a field of what `parts` returns; who goes to another window keeps their field. */
export function left(parts) {
  if (!isIn(parts())) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (isIn(parts())) return;
      document.removeEventListener("focusout", wait);
      resolve();
    };
    const wait = () => setTimeout(look);
    document.addEventListener("focusout", wait);
  });
}

/* The form that is open on the card and is sent by itself. What is said with a decision is none: it goes with that. */
export const opened = (parts) => within(parts, ".about[open]")[0];

/* Whether there is a text in it that was not sent. */
export const isWritten = (...parts) => within(parts, FIELDS).some(isFilled);

const isFilled = (field) => Boolean(field.value.trim());

/* Leave a field. What was opened for it closes again when nothing was written. */
export function leave(field) {
  const opening = field.closest(".note, .about");
  field.blur();
  if (!opening || isWritten(opening)) return;
  opening.open = false;
  opening.querySelector("summary").focus();
}

/* What a moderator did with the parts of a card: typed, opened, scrolled, and where they are. */
export function handled(parts) {
  const active = document.activeElement;
  return {
    texts: within(parts, FIELDS).filter(isFilled).map((field) => ({ ...sameField(field), value: field.value })),
    openings: within(parts, "details[open]").map(sameOpening),
    scrolled: within(parts, SCROLLED).map((box) => [box.className, box.scrollTop]),
    active: parts.some((part) => part.contains(active)) ? active : null,
  };
}

/* Do the same with other parts of it. Returns the texts for which there is no field, or one that asks for something else. */
export function handle(parts, { texts, openings, scrolled, active }) {
  const fields = within(parts, FIELDS);
  const lost = [];
  for (const { id, asks, isOpen, value } of texts) {
    const field = fields.find((each) => each.id === id && sameField(each).asks === asks);
    if (!field) lost.push(value);
    else field.value = value;
    if (field && isOpen) field.closest("details").open = true;
  }
  for (const opening of within(parts, "details")) opening.open ||= openings.includes(sameOpening(opening));
  for (const box of within(parts, SCROLLED)) box.scrollTop = scrolled.find(([name]) => name === box.className)?.[1] ?? 0;
  const place = active?.isConnected ? active : active && (twin(active, parts) ?? document.getElementById("card"));
  place?.focus({ preventScroll: true });
  return lost;
}

/* By what a field is known again on the same card: text for one question is no answer to another. */
function sameField(field) {
  return { id: field.id, asks: field.labels[0]?.textContent, isOpen: Boolean(field.closest("details[open]")) };
}

/* What can be opened has no name of its own: it is known again by what it says and what stands around it. */
const sameOpening = (opening) => `${opening.className}: ${opening.parentElement.textContent}`;

function twin(element, parts) {
  const isLike = (each) => TELLING.every((name) => each.getAttribute(name) === element.getAttribute(name));
  const like = within(parts, element.tagName).filter(isLike);
  return like.find((each) => element.id || each.textContent === element.textContent);
}
