/* Presses: what a key does: it presses the control that bears its name. */

import { UNFINISHED } from "./keys.js";
import { Picking } from "./picking.js";
import { FIELDS, opened } from "./writing.js";

const DECIDING = /^[apst]$|^d[1-9]$/;

export class Presses {
  #deck;
  #keys;
  #line;
  #tray;
  #move;
  #picking;

  /* `move` goes on by one card, or back by one. */
  constructor({ deck, keys, line, tray, move }) {
    this.#deck = deck;
    this.#keys = keys;
    this.#line = line;
    this.#tray = tray;
    this.#move = move;
    this.#picking = new Picking(deck, (text) => tray.say(text));
  }

  /* Return whether the key did anything, so that it does nothing else to what has the focus, `target`. */
  press(name, target) {
    this.#line.clear();
    if (name === UNFINISHED) return this.#line.tell("Rejecting waits for the number of a house rule. Esc ends that."), true;
    if (name === "j" || name === "k") return this.#move(name === "j" ? 1 : -1), true;
    if (name === "?") return this.#keys.open(), true;
    if (name === "x" || name === "X") return this.#picking.pick({ isRange: name === "X" });
    const found = this.#control(name);
    if (!found) return false;
    if (name === "d") this.#tray.say("Reject: press the number of the house rule.");
    if (DECIDING.test(name) && this.#isIdle(found)) return true;
    if (found.matches(FIELDS)) found.focus();
    else found.click();
    if (found.matches("summary") && found.parentElement.open) found.parentElement.querySelector(FIELDS)?.focus();
    return found !== target;
  }

  /* The control of that name: while rows are selected one of theirs, else one of the card's, else of the page's. */
  #control(name) {
    const selector = `[data-key="${CSS.escape(name)}"]`;
    const ofMany = document.querySelectorAll(`#picked ${selector}`);
    const inside = this.#deck.parts.flatMap((part) => [...part.querySelectorAll(selector)]);
    return [...ofMany, ...inside, ...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  }

  /* Whether a key for a decision decides nothing now. What is selected can be decided on whatever the card is. */
  #isIdle(found) {
    const form = opened(this.#deck.parts);
    const isOfMany = found.closest("#picked");
    if (form) this.tellOpen(form);
    else if (!isOfMany && this.#deck.hasJustChanged) this.tellChanged();
    return Boolean(form) || !(isOfMany || this.#deck.isOpen);
  }

  tellChanged() {
    this.#line.tell("Nothing was decided: the card has just changed.");
  }

  /* Tell that a form of the card is open, by what opened it. */
  tellOpen(form) {
    const summary = form.querySelector("summary");
    const name = [...summary.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE).map((each) => each.data);
    const key = this.#keys.keyOf(summary.dataset.key);
    this.#line.tell(`Nothing was decided: “${name.join("").trim()}” is open. Send it, or close it with ${key}.`);
  }
}
