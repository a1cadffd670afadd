/* The desk with a script: keys, the next card at once, decisions in the background. Without it every form still works. */

import { Claims, mark } from "./claims.js";
import { Deck } from "./deck.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { follow } from "./live.js";
import { Notes, noteOf } from "./notes.js";
import { Outbox } from "./outbox.js";
import { Presses } from "./presses.js";
import { element, Tray } from "./tray.js";
import { isWritten, opened } from "./writing.js";

const AGAIN_MS = 3000;
/* Within this time nobody has begun to read a card: if a colleague has it, the next one comes. */
const GLANCE_MS = 1500;

const main = document.getElementById("main");
const { moderator, claims: claimsUrl, undo: undoUrl, counts: countsUrl, home } = main.dataset;
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/* What was decided on this page and can be taken back, the last one last. */
let made = [];
/* The comments that were decided here, for all that is known. */
const gone = new Set();
/* When the page itself last brought the next card. */
let wentOn = -GLANCE_MS;
const isAway = (comment) => gone.has(comment);
const tray = new Tray((part) => keys.show(part));
const line = new Line((text) => tray.say(text));
const outbox = new Outbox(moderator, token, { added, changed, confirmed, refused, returned });
for (const { comment } of outbox.waiting) gone.add(comment);
const deck = new Deck(main, { isAway, shown, held });
const notes = new Notes(moderator, () => deck.comment);
for (const item of outbox.refused) notes.keep(item.comment, noteOf(item));
const claims = new Claims(claimsUrl, token, deck, told);
const keys = new Keys(moderator, (name, target) => presses.press(name, target));
const presses = new Presses({ deck, keys, line, tray, move });

function changed() {
  tray.count(outbox);
  tray.refuse(outbox.refused, (comment) => deck.address(comment).href, (item) => outbox.forget(item.key));
}

/* Another tab has decided: what it decided on is gone from here too. */
function added(item) {
  if (item.undoes) return;
  gone.add(item.comment);
  deck.tidy();
  if (deck.comment !== item.comment) return;
  tray.say(`Decided in another tab: ${item.name}.`);
  goOn();
}

/* Another tab has taken a decision back before anybody sent it. */
function returned(item) {
  gone.delete(item.comment);
  deck.tidy();
}

/* The tab that was the sender makes what follows from it. */
function confirmed(item, words, { isSender }) {
  const decision = made.find((each) => each.key === item.key);
  if (item.undoes) return undone(item, words, isSender);
  // Whoever wanted it back before the page was closed gets it back all the same.
  if (!decision) return item.undo && isSender && sendUndo({ ...item, entry: words.entry });
  Object.assign(decision, { deed: words.deed, entry: words.entry, until: words.at + words.undo_seconds * 1000 });
  if (item.undo && isSender) sendUndo(decision);
  else if (item.undo) decision.isUndoing = true;
  else if (decision === made.at(-1)) tray.tell(decision, undo);
}

function refused(item, words) {
  made = made.filter((each) => each.key !== item.key && !(item.undoes && each.entry === item.undoes));
  tray.say(`${item.name}: ${words.news} ${words.rest}`);
  if (!words.is_settled) gone.delete(item.comment);
  if (noteOf(item)) notes.keep(item.comment, noteOf(item));
  deck.forget(item.comment);
  deck.tidy();
  changed();
  if (deck.comment === item.comment) deck.refresh();
  tellLast();
}

function tellLast() {
  const last = made.at(-1);
  tray.tell(last && (!last.until || last.until > Date.now()) ? last : null, undo);
}

/* Send the decision that a button stands for, and go on to the next card without waiting for what becomes of it. */
function decide(form, pressed) {
  const { comment, name, excerpt } = deck.facts;
  if (deck.isBetween || deck.hasJustChanged) return presses.tellChanged();
  const fields = [...new FormData(form, pressed)].filter(([field]) => field !== "csrfmiddlewaretoken");
  gone.add(comment);
  notes.keep(comment, "");
  const sent = { url: form.getAttribute("action"), fields, comment, name, excerpt };
  for (const late of outbox.refused) if (late.comment === comment) outbox.forget(late.key);
  const decision = { ...sent, key: outbox.add(sent).key, deed: pressed.dataset.done ?? pressed.textContent.trim() };
  made = [...made.filter((each) => !each.until || each.until > Date.now()), decision];
  tray.tell(decision, undo);
  tray.say(`${decision.deed}: ${name}.`);
  goOn();
}

async function goOn() {
  wentOn = performance.now();
  const next = await deck.next();
  deck.tidy();
  if (next) return (await deck.show(next)) || wait();
  return leave();
}

/* Nothing is left that could be gone on to: once everything has been sent the desk is opened anew. */
async function leave() {
  tray.say("Nothing further waits here.");
  await outbox.emptied();
  await deck.left({ inPlace: false });
  const isOver = deck.isBetween || deck.isSettled(deck.facts.status);
  if (!isOver || (opened(deck.parts) && isWritten(...deck.parts))) return;
  const place = new URLSearchParams(location.search);
  place.delete("after");
  place.delete("decided");
  const entry = made.at(-1)?.entry;
  if (entry) place.set("decided", entry);
  location.assign(`${home}${place.size ? "?" : ""}${place}${entry ? "#card" : ""}`);
}

/* The next card does not come: it is asked for until it does, and nothing can be decided meanwhile. */
function wait() {
  if (!deck.isBetween) return;
  line.tell("The next card does not come. It is asked for again.");
  setTimeout(() => deck.isBetween && goOn(), AGAIN_MS);
}

function undo() {
  const decision = made.at(-1);
  outbox.look();
  if (!decision || !made.includes(decision)) return;
  if (decision.entry) return sendUndo(decision);
  if (!outbox.has(decision.key)) askAndUndo(decision);
  else if (outbox.takeBack(decision.key)) return takenBack(decision);
  tray.say(`${decision.name} is being undone.`);
}

/* Nobody remembers what became of it. Sent again it is made once, and told: then it can be undone. */
function askAndUndo(decision) {
  const { url, fields, comment, name, excerpt } = decision;
  decision.key = outbox.add({ url, fields, comment, name, excerpt, undo: true }).key;
}

function takenBack(decision) {
  made.pop();
  gone.delete(decision.comment);
  tray.say(`Taken back before it was sent: ${decision.name}.`);
  bringBack(decision);
}

function sendUndo(decision) {
  const { comment, name, excerpt, entry } = decision;
  if (decision.isUndoing) return;
  decision.isUndoing = true;
  const place = [...new URLSearchParams(location.search)].filter(([field]) => field !== "decided");
  outbox.add({ url: undoUrl, fields: [["entry", entry], ...place], comment, name, excerpt, undoes: entry });
}

/* Undone: the card comes back into the frame where it was decided, unless something else was in the meantime. */
function undone(item, words, isSender) {
  const decision = made.find((each) => each.entry === item.undoes);
  const isLast = decision === made.at(-1) && (decision || isSender);
  made = made.filter((each) => each !== decision);
  gone.delete(item.comment);
  if (decision) notes.keep(item.comment, noteOf(decision));
  deck.forget(item.comment);
  tray.say(`${words.deed}: ${item.name}.`);
  if (isLast) bringBack(item);
  else deck.tidy();
}

function bringBack({ comment }) {
  go(comment);
  tellLast();
}

/* A card waits to come into the frame: somebody writes on the one that is there. */
function held({ inPlace }) {
  const coming = inPlace ? "This card has changed. It is shown as it is now" : "Another card comes";
  line.tell(`${coming} when you leave the field. What you write stays.`);
}

/* A card has come into the frame. `resume` goes on with what was being done, and returns texts that have no field now. */
function shown({ inPlace, resume }) {
  const card = document.getElementById("card");
  for (const part of deck.parts) keys.show(part);
  notes.give(deck.comment);
  tray.settle();
  line.clear();
  const lost = resume().map((text) => element("q", "", text));
  if (lost.length) line.tell("What you wrote has no place on this card as it is now: ", ...lost);
  if (inPlace) return;
  history.replaceState(history.state, "", deck.address(deck.comment));
  if (card.getBoundingClientRect().top < 0) card.scrollIntoView({ behavior: "instant" });
  card.focus({ preventScroll: true });
  const claim = "claimed" in deck.facts ? `${card.querySelector(".notice")?.textContent ?? ""} ` : "";
  tray.say(`${claim}${deck.facts.name}, ${card.querySelector(".card__head .meta:last-child")?.textContent.trim() ?? ""}`);
  claims.take(deck.comment);
  deck.ahead();
}

/* The newsroom has told who has what. */
function told(comment, { seq, status, yours, claimed, beside }) {
  mark(deck.rows, beside);
  if (deck.isSettled(status) && !isAway(comment)) deck.settle(comment);
  if (comment !== deck.comment || deck.isBetween) return;
  if ((claimed || deck.isSettled(status)) && performance.now() - wentOn < GLANCE_MS) return goOn();
  const isStale = String(seq) !== deck.facts.seq || Boolean(claimed) !== "claimed" in deck.facts;
  const news = () => claimed || document.querySelector("#card .notice")?.textContent || "";
  if (isStale) return deck.refresh().then((isNew) => isNew && tray.say(news()));
  const line = document.querySelector("#card [data-yours]");
  if (line) Object.assign(line, { textContent: yours, hidden: !yours });
}

async function move(to) {
  const comment = to > 0 ? await deck.next() : deck.previous();
  if (to > 0) wentOn = performance.now();
  if (comment) go(comment);
  else if (to > 0 && deck.isSettled(deck.facts.status)) leave();
  else tray.say(to > 0 ? "This is the last card." : "This is the first card.");
}

/* Bring a card that somebody asked for into the frame, and say so when it does not come. */
async function go(comment) {
  if (await deck.show(comment)) return;
  const row = deck.rows.find((each) => each.dataset.comment === comment);
  const link = element("a", "", "Open its page");
  link.href = deck.address(comment);
  line.tell(`${row?.querySelector(".queue__name")?.textContent ?? "The card"} does not come. `, link);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const open = opened(deck.parts);
  if (form.matches(".decide, #picked") && open && isWritten(open)) return event.preventDefault(), presses.tellOpen(open);
  if (!form.matches(".decide") || !event.submitter || event.submitter.hasAttribute("formaction")) return;
  // The page that answers has the note in it where nothing was decided.
  if (!("flows" in main.dataset)) return notes.keep(deck.comment, "");
  event.preventDefault();
  decide(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const row = event.target.closest(".queue__link")?.closest("[data-comment]");
  if (!row || !deck.comment) return;
  event.preventDefault();
  go(row.dataset.comment);
});

const tools = document.getElementById("tools");
(document.querySelector(".desk__bar") ?? document.querySelector(".views")).append(tools);
tools.hidden = false;
tools.querySelector("button").addEventListener("click", () => keys.open());
changed();
notes.give(deck.comment);
outbox.hurry();
tray.settle();
follow(countsUrl, deck);
if (deck.comment && isAway(deck.comment)) goOn();
else if (deck.comment) {
  claims.take(deck.comment);
  deck.ahead();
}
