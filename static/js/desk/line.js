/* Line: what a key did not do and why, over the buttons of the card until the next key; it is said aloud, too. */

import { element } from "./tray.js";

export class Line {
  #line = element("p", "notice line");
  #say;

  /* `say` says a text aloud. */
  constructor(say) {
    this.#say = say;
  }

  tell(...words) {
    this.#line.replaceChildren(...words);
    const form = document.querySelector("#main .dock > .decide");
    if (form) form.before(this.#line);
    else document.getElementById("card").append(this.#line);
    this.#say(this.#line.textContent);
  }

  clear() {
    this.#line.remove();
  }
}
