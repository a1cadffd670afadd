/* Keys: one key presses one control. They can be changed and switched off, and never act while somebody types. */

import * as store from "./store.js";
import { leave } from "./writing.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const REPEATABLE = ["j", "k"];
const PREFIX = "d";
const SECOND = /^d[1-9]$/;
/* After the prefix only a digit is a key: whoever types on means no other. */
export const UNFINISHED = `${PREFIX}…`;
const PATIENCE_MS = 4000;
/* The names of keys as WAI-ARIA writes them, where they are not what is printed. */
const WRITTEN = { esc: "Escape" };

export class Keys {
  #place;
  #press;
  #prefixed = 0;
  #isLeaving = false;
  #dialog = document.getElementById("keys");

  /* `press` is called with the name of a key: a letter, "d1" to "d9", a digit, "X" for shift and x,
     `UNFINISHED` for what follows on "d" and is no digit. It returns whether the key did anything. */
  constructor(moderator, press) {
    this.#place = `newsroom.keys.${moderator}`;
    this.#press = press;
    const kept = store.read(this.#place) ?? {};
    this.isOff = Boolean(kept.isOff);
    this.changed = kept.changed ?? {};
    document.addEventListener("keydown", (event) => this.#take(event));
    // What is pressed while the page is being left was meant for the next one. Esc and a click stay.
    addEventListener("beforeunload", () => (this.#isLeaving = true));
    for (const stays of ["pageshow", "pointerdown"]) addEventListener(stays, () => (this.#isLeaving = false));
    this.#furnish();
    this.show();
  }

  /* The key that presses what is called `name`. */
  keyOf(name) {
    return this.changed[name] ?? name;
  }

  /* Print the keys on what they press. */
  show(root = document) {
    document.documentElement.classList.toggle("keys-on", !this.isOff);
    for (const control of root.querySelectorAll("[data-key]")) this.#print(control);
  }

  #print(control) {
    const name = control.dataset.key;
    const isSecond = SECOND.test(name);
    const key = isSecond ? name.slice(1) : this.keyOf(name);
    // Two keys one after the other have no such attribute: "d 1" would mean either.
    if (this.isOff || isSecond) control.removeAttribute("aria-keyshortcuts");
    else control.setAttribute("aria-keyshortcuts", WRITTEN[key] ?? key);
    if (control.matches("input, textarea, select, nav *")) return;
    let cap = control.querySelector(".key");
    if (!cap) {
      cap = document.createElement("kbd");
      cap.className = "key";
      control.append(" ", cap);
    }
    cap.setAttribute("aria-hidden", "true");
    cap.textContent = key;
  }

  open() {
    this.#dialog.showModal();
  }

  #take(event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.isOff || this.#dialog.open) return;
    // A field of a dialog that was closed just now may still have the focus: nobody types there.
    if (event.target.closest?.(TYPING)?.checkVisibility()) {
      if (event.key === "Escape") leave(event.target);
      return;
    }
    if (this.#isLeaving) {
      this.#isLeaving = event.key !== "Escape";
      return;
    }
    const name = this.#nameOf(event);
    if (!name || (event.repeat && !REPEATABLE.includes(name))) return;
    const acts = this.#press(name, event.target);
    this.#prefixed = acts && [PREFIX, UNFINISHED].includes(name) ? Date.now() + PATIENCE_MS : 0;
    if (acts) event.preventDefault();
  }

  #nameOf(event) {
    const isPrefixed = this.#prefixed > Date.now();
    const pressed = event.key.toLowerCase();
    if (pressed === "escape" && isPrefixed) this.#prefixed = 0;
    else if (pressed === "escape") return "esc";
    if (pressed.length > 1) return "";
    if (/[0-9]/.test(pressed)) return isPrefixed ? PREFIX + pressed : pressed;
    if (isPrefixed) return UNFINISHED;
    const other = Object.entries(this.changed).find(([, key]) => key === pressed)?.[0];
    const name = other ?? (this.changed[pressed] ? "" : pressed);
    if (event.shiftKey && /\p{L}/u.test(event.key)) return name === "x" ? "X" : "";
    return name;
  }

  #furnish() {
    const form = this.#dialog.querySelector("form");
    const { on } = form.elements;
    on.checked = !this.isOff;
    const fields = [...form.querySelectorAll("[data-change]")];
    const fill = () => fields.forEach((field) => (field.value = this.keyOf(field.dataset.change)));
    fill();
    on.addEventListener("change", () => {
      this.isOff = !on.checked;
      this.#keep();
    });
    for (const field of fields) {
      field.addEventListener("input", () => {
        this.#change(field.dataset.change, field.value.toLowerCase());
        fill();
      });
      field.addEventListener("focus", () => field.select());
    }
    form.elements.again.addEventListener("click", () => {
      this.changed = {};
      this.#keep();
      fill();
    });
  }

  /* Give a control another key. Who has that key by now gets the one that becomes free. */
  #change(name, key) {
    if (!/^\p{L}$/u.test(key)) return;
    const names = [...this.#dialog.querySelectorAll("[data-change]")].map((field) => field.dataset.change);
    const other = names.find((each) => each !== name && this.keyOf(each) === key);
    const freed = this.keyOf(name);
    this.changed = { ...this.changed, [name]: key, ...(other && { [other]: freed }) };
    for (const each of names) if (this.changed[each] === each) delete this.changed[each];
    this.#keep();
  }

  #keep() {
    store.keep(this.#place, { isOff: this.isOff, changed: this.changed });
    this.show();
  }
}
