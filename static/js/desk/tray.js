/* The tray: the last decision with its undo, what came too late, how many are on their way; and what is said aloud. */

const TICK =
  '<svg class="tick" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 9.5C3.5 10.3 4.8 12 5.7 14 7.6 8.6 10 5 14.5 1.8"/></svg>';

import { noteOf } from "./notes.js";

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(text, act, key) {
  const made = element("button", "", text);
  made.type = "button";
  if (key) made.dataset.key = key;
  made.addEventListener("click", act);
  return made;
}

export class Tray {
  #last = null;
  #said = document.getElementById("said");
  #line = document.getElementById("outbox");
  #ticking = 0;
  #retell = 0;
  #spoken = "";
  #refused = "";
  #dress;

  /* `dress` prints the keys on what was put there. */
  constructor(dress) {
    this.#dress = dress;
    this.toast = null;
    this.late = element("ul", "late");
    this.late.setAttribute("aria-label", "What changed nothing");
    // What the page came with goes when its minute is over.
    const told = document.querySelector(".toast[data-seconds]");
    if (told) setTimeout(() => told.remove(), told.dataset.seconds * 1000);
  }

  /* Everything that is to be heard at one moment is said in one go: a second text would cut off the first. */
  say(text) {
    this.#spoken = `${this.#spoken} ${text}`.trim();
    clearTimeout(this.#retell);
    this.#retell = setTimeout(() => {
      this.#said.textContent = this.#spoken;
      this.#spoken = "";
    }, 50);
  }

  /* Put the tray where the buttons of the card are. */
  settle() {
    const place = document.querySelector("#main .dock") ?? this.#dock();
    if (!this.late.childElementCount) this.late.remove();
    const told = [this.late.childElementCount ? this.late : null, this.toast].filter(Boolean);
    // What stands in its place is not moved: whoever is on a button of it would lose it.
    if (told.some((each, at) => each !== place.children[at])) place.prepend(...told);
    if (this.toast) this.#dress(this.toast);
  }

  #dock() {
    const dock = element("div", "dock");
    document.getElementById("card").append(dock);
    return dock;
  }

  /* Tell of the last decision, or more of it. `until` is when it can be undone no more (ms), 0 while that is not known. */
  tell(last, undo) {
    clearInterval(this.#ticking);
    // Who is on the button stays there: what is told already is not made anew.
    if (last && last === this.#last) return this.#count();
    this.#last = last;
    this.toast?.remove();
    document.querySelector("#main .dock > .toast")?.remove();
    this.toast = last && this.#toastOf(undo);
    if (!last) return;
    this.settle();
    this.#count();
  }

  #toastOf(undo) {
    const { name, excerpt } = this.#last;
    const words = element("span", "", element("span", "toast__deed"), ": ", element("bdi", "", name), ", ", element("bdi", "", excerpt));
    words.insertAdjacentHTML("afterbegin", TICK);
    const press = button("Undo", undo, "u");
    press.append(element("span", "toast__left"));
    return element("div", "toast", words, press);
  }

  #count() {
    const tick = () => {
      const { until, deed } = this.#last ?? {};
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (until && seconds <= 0) return this.tell(null);
      this.toast.querySelector(".toast__deed").textContent = deed;
      this.toast.querySelector(".toast__left").textContent = until ? `, ${seconds} s` : "";
    };
    this.#ticking = setInterval(tick, 1000);
    tick();
  }

  /* Tell of decisions that changed nothing, each until it was seen. What is told already stays, with the focus in it. */
  refuse(items, address, seen) {
    const keys = items.map((item) => item.key).join(" ");
    if (keys !== this.#refused) this.late.replaceChildren(...items.map((item) => line(item, address, seen)));
    this.#refused = keys;
    this.settle();
  }

  /* The line that tells how many decisions are on their way. */
  count(outbox) {
    const number = outbox.waiting.length;
    this.#line.replaceChildren(...(number ? lineOf(number, outbox) : []));
  }
}

function line(item, address, seen) {
  const link = element("a", "", "Look at it");
  link.href = address(item.comment);
  const { news, rest } = item.refused;
  const words = element("p", "", element("bdi", "", item.name), ": ", element("strong", "", news), ` ${rest} `, link);
  const note = noteOf(item);
  if (note) words.append(element("span", "late__note", "Your note: ", element("bdi", "", note)));
  return element("li", "notice", words, button("Seen", () => seen(item)));
}

function lineOf(number, outbox) {
  const decisions = number === 1 ? "1 decision" : `${number} decisions`;
  if (outbox.halted) {
    const link = element("a", "", "Sign in");
    link.href = location.href;
    return [`${outbox.halted} ${decisions} of yours ${number === 1 ? "waits" : "wait"} here. `, link];
  }
  if (outbox.retrying) return [`The newsroom does not answer. ${decisions} kept here, sent again and again`];
  return [outbox.found ? `${number} from before being sent` : `${number} being sent`];
}
